import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { createMiddleware, type AgentMiddleware } from "langchain";

import type { Budget } from "../../Budget.js";
import { Account } from "../core/Account.js";
import { twoTokensPerByte } from "../core/defaultEstimators.js";
import { fieldsOf } from "../core/json.js";
import { Guard } from "../core/Guard.js";
import { type GuardArguments, type GuardOptions, settingsOf } from "../core/options.js";
import { guardedModel } from "./guardedModel.js";
import { limitsOf } from "./limits.js";
import { promptOf } from "./prompt.js";
import { usageOfMessage } from "./usage.js";

/** What a {@link LangChainGuard} takes beside its budget. */
export type LangChainGuardOptions<Unit extends string> = GuardOptions<Unit>;

/**
 * Guards the chat models of LangChain, whoever provides them. A model must say its `maxTokens`, and have no retries of its
 * own (`maxRetries: 0`): neither can be seen from outside. `modelRetryMiddleware` and `model.withRetry()` retry where the
 * guard sees it.
 *
 * ```ts
 * const guard = new LangChainGuard(budget, { maxOutputTokens: 500 });
 * const agent = createAgent({ model: guard.model(model), tools });
 * ```
 */
export class LangChainGuard<Unit extends string = "tokens"> extends Guard<Unit> {
  readonly #account: Account<Unit>;

  /** For agents whose model cannot be guarded itself. Put it last, next to the model. It does not cut streams. */
  readonly middleware: AgentMiddleware;

  /**
   * Consumes `budget`.
   *
   * @throws InvalidAmountError, UnitMismatchError
   */
  constructor(budget: Budget<Unit>, ...args: GuardArguments<Unit, LangChainGuardOptions<Unit>>) {
    const options = args[0];
    // LangChain knows providers of every kind, so what holds for the dearest of them holds for all.
    const account = new Account<Unit>(budget, settingsOf(budget.unit, options, twoTokensPerByte));
    super(account);
    this.#account = account;
    this.middleware = middlewareOf(account);
  }

  /**
   * `model`, but for what the budget does not cover. For agents, for graphs, and to be called by itself; whatever is made
   * of it (`bindTools`, `withStructuredOutput`, `withConfig`) is guarded, too.
   *
   * @throws TypeError for what `initChatModel` returns
   */
  model<Model extends BaseChatModel>(model: Model): Model {
    return guardedModel(this.#account, model);
  }
}

function middlewareOf<Unit extends string>(account: Account<Unit>): AgentMiddleware {
  return createMiddleware({
    name: "affine-budget",
    async wrapModelCall(request, handler) {
      const { signal } = fieldsOf(request.runtime);
      const attempt = account.begin(
        { operation: "chat", ...limitsOf(account, request.model), ...promptOf(request) },
        signal instanceof AbortSignal ? signal : undefined,
      );
      try {
        const message = await handler(request);
        attempt.settle(usageOfMessage(message));
        return message;
      } catch (error) {
        attempt.fail(error);
        throw error;
      }
    },
  });
}
