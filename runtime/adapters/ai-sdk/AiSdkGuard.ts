import type { LanguageModelMiddleware } from "ai";

import type { Budget } from "../../Budget.js";
import { Account } from "../core/Account.js";
import type { Attempt } from "../core/Attempt.js";
import { twoTokensPerByte } from "../core/defaultEstimators.js";
import { Guard } from "../core/Guard.js";
import { type GuardArguments, type GuardOptions, settingsOf } from "../core/options.js";
import { meteredParts } from "./meteredParts.js";
import { promptOf } from "./prompt.js";
import { usageOfResult } from "./usage.js";

/** What an {@link AiSdkGuard} takes beside its budget. */
export type AiSdkGuardOptions<Unit extends string> = GuardOptions<Unit>;

type Hooks = Required<Pick<LanguageModelMiddleware, "transformParams" | "wrapGenerate" | "wrapStream">>;
type Call = Pick<Parameters<Hooks["wrapGenerate"]>[0], "params" | "model">;

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
    // The SDK knows providers of every kind, so what holds for the dearest of them holds for all.
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
      const attempt = begin(account, { model, params });
      try {
        const result = await doGenerate();
        attempt.settle(usageOfResult(result.usage));
        return result;
      } catch (error) {
        attempt.fail(error);
        throw error;
      }
    },

    async wrapStream({ doStream, params, model }) {
      const attempt = begin(account, { model, params });
      try {
        const result = await doStream();
        return { ...result, stream: meteredParts(result.stream, attempt) };
      } catch (error) {
        attempt.fail(error);
        throw error;
      }
    },
  };
  return { specificationVersion: "v3", ...hooks };
}

function begin<Unit extends string>(account: Account<Unit>, { model, params }: Call): Attempt {
  const { prompt, unseen } = promptOf(params);
  const call = {
    model: model.modelId,
    operation: "chat" as const,
    // "openai.responses": the provider, then which of its interfaces.
    provider: model.provider.split(".")[0] ?? model.provider,
    prompt,
    maxOutput: account.clampOutput(params.maxOutputTokens),
    choices: 1,
    unseen,
  };
  return account.begin(call, params.abortSignal);
}
