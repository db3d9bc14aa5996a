import type { LanguageModelMiddleware } from "ai";

import type { Budget } from "../../Budget.js";
import { ByteLength } from "../../estimators/ByteLength.js";
import { WithMargin } from "../../estimators/WithMargin.js";
import { Account } from "../core/Account.js";
import type { Attempt } from "../core/Attempt.js";
import { isUnbilled } from "../core/failures.js";
import { Guard } from "../core/Guard.js";
import { type GuardArguments, type GuardOptions, settingsOf } from "../core/options.js";
import { meteredParts } from "./meteredParts.js";
import { promptOf } from "./prompt.js";
import { usageOfResult } from "./usage.js";

/** What an {@link AiSdkGuard} takes beside its budget. */
export type AiSdkGuardOptions<Unit extends string> = GuardOptions<Unit>;

/** What holds for every provider that the SDK knows: Anthropic bills nested tool schemas as up to 1.875 tokens a byte. */
const twoTokensPerByte = new WithMargin(ByteLength, 2);

type Hooks = Required<Pick<LanguageModelMiddleware, "transformParams" | "wrapGenerate" | "wrapStream">>;
type CallParams = Parameters<Hooks["wrapGenerate"]>[0]["params"];

/**
 * Guards language models of the AI SDK, whoever provides them.
 *
 * ```ts
 * const guard = new AiSdkGuard(budget, { maxOutputTokens: 500 });
 * const model = wrapLanguageModel({ model: openai("gpt-4o-mini"), middleware: guard.middleware });
 * ```
 */
export class AiSdkGuard<Unit extends string = "tokens"> extends Guard<Unit> {
  /** For `wrapLanguageModel`. Put it last, next to the model. Sees each attempt, those of `maxRetries` included. */
  readonly middleware: LanguageModelMiddleware;

  /**
   * Consumes `budget`.
   *
   * @throws InvalidAmountError, UnitMismatchError
   */
  constructor(budget: Budget<Unit>, ...args: GuardArguments<Unit, AiSdkGuardOptions<Unit>>) {
    const options = args[0];
    const account = new Account<Unit>(budget, settingsOf(budget.unit, options, twoTokensPerByte));
    super(account);
    this.middleware = middlewareOf(account);
  }
}

function middlewareOf<Unit extends string>(account: Account<Unit>): LanguageModelMiddleware {
  const hooks: Hooks = {
    transformParams: ({ params }) =>
      Promise.resolve({ ...params, maxOutputTokens: account.clampOutput(params.maxOutputTokens) }),

    async wrapGenerate({ doGenerate, params, model }) {
      const attempt = begin(account, model.modelId, params);
      try {
        const result = await doGenerate();
        attempt.settle(usageOfResult(result.usage));
        return result;
      } catch (error) {
        fail(attempt, error);
        throw error;
      }
    },

    async wrapStream({ doStream, params, model }) {
      const attempt = begin(account, model.modelId, params);
      try {
        const result = await doStream();
        return { ...result, stream: meteredParts(result.stream, attempt) };
      } catch (error) {
        fail(attempt, error);
        throw error;
      }
    },
  };
  return { specificationVersion: "v3", ...hooks };
}

function begin<Unit extends string>(
  account: Account<Unit>,
  model: string,
  params: CallParams,
): Attempt<Unit> {
  const { abortSignal, maxOutputTokens } = params;
  abortSignal?.throwIfAborted();
  const attempt = account.begin({
    model,
    maxOutput: account.clampOutput(maxOutputTokens),
    ...promptOf(params),
  });
  abortSignal?.addEventListener(
    "abort",
    () => {
      attempt.forfeit("its abortion");
    },
    { once: true },
  );
  return attempt;
}

function fail<Unit extends string>(attempt: Attempt<Unit>, error: unknown): void {
  if (isUnbilled(error)) attempt.cancel();
  else attempt.forfeit("a call that failed");
}
