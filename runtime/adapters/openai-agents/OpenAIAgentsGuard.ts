import type { Model, ModelProvider } from "@openai/agents";

import type { Budget } from "../../Budget.js";
import { ByteLength } from "../../estimators/ByteLength.js";
import { Account } from "../core/Account.js";
import { Guard } from "../core/Guard.js";
import { type GuardArguments, type GuardOptions, settingsOf } from "../core/options.js";
import { GuardedModel } from "./GuardedModel.js";

/** What an {@link OpenAIAgentsGuard} takes beside its budget. */
export type OpenAIAgentsGuardOptions<Unit extends string> = GuardOptions<Unit>;

/**
 * Guards the models of `@openai/agents`. Retries are the runner's alone, for those of the client inside of a model cannot
 * be seen: say in `modelSettings.retry` which there are to be.
 *
 * ```ts
 * const guard = new OpenAIAgentsGuard(budget, { maxOutputTokens: 500 });
 * const runner = new Runner({ modelProvider: guard.provider(new OpenAIProvider()) });
 * ```
 */
export class OpenAIAgentsGuard<Unit extends string = "tokens"> extends Guard<Unit> {
  readonly #account: Account<Unit>;

  /**
   * Consumes `budget`.
   *
   * @throws InvalidAmountError, UnitMismatchError
   */
  constructor(budget: Budget<Unit>, ...args: GuardArguments<Unit, OpenAIAgentsGuardOptions<Unit>>) {
    const options = args[0];
    const account = new Account<Unit>(budget, settingsOf(budget.unit, options, ByteLength));
    super(account);
    this.#account = account;
  }

  /**
   * `model`, but for what the budget does not cover.
   *
   * @param name what the tariff knows it as
   */
  model(model: Model, name: string): Model {
    return new GuardedModel(this.#account, model, name);
  }

  /** A provider whose models are guarded. */
  provider(provider: ModelProvider): ModelProvider {
    return {
      getModel: async (name) => this.model(await provider.getModel(name), name ?? "the default model"),
    };
  }
}
