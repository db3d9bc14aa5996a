import type { Budget } from "../../Budget.js";
import { ByteLength } from "../../estimators/ByteLength.js";
import { Account } from "../core/Account.js";
import { Guard } from "../core/Guard.js";
import { type GuardArguments, type GuardOptions, settingsOf } from "../core/options.js";
import { guardedFetch } from "./guardedFetch.js";

/** What an {@link OpenAIGuard} takes beside its budget. */
export type OpenAIGuardOptions<Unit extends string> = GuardOptions<Unit> & {
  /** What sends the calls; the global `fetch` unless told. */
  readonly fetch?: typeof globalThis.fetch;
};

/**
 * Guards clients of the package `openai`, and of every other client that speaks the protocol and takes a `fetch`.
 *
 * ```ts
 * const guard = new OpenAIGuard(budget, { maxOutputTokens: 500 });
 * const client = new OpenAI({ fetch: guard.fetch });
 * ```
 */
export class OpenAIGuard<Unit extends string = "tokens"> extends Guard<Unit> {
  /** For the client's option `fetch`. Sees each attempt, those that the client makes by itself included. */
  readonly fetch: typeof globalThis.fetch;

  /**
   * Consumes `budget`.
   *
   * @throws InvalidAmountError, UnitMismatchError
   */
  constructor(budget: Budget<Unit>, ...args: GuardArguments<Unit, OpenAIGuardOptions<Unit>>) {
    const options = args[0];
    const account = new Account<Unit>(budget, settingsOf(budget.unit, options, ByteLength));
    super(account);
    this.fetch = guardedFetch(account, options?.fetch ?? globalThis.fetch);
  }
}
