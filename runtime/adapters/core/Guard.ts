import type { AmountFor, AmountOf } from "../../amounts.js";
import type { Budget } from "../../Budget.js";
import type { Account } from "./Account.js";
import type { GuardIdentity } from "./GuardIdentity.js";

/**
 * Owns a budget, and lets no call through that the budget does not cover. Before each attempt it reserves the most that
 * the attempt may cost; afterwards it charges what the provider billed and takes the rest back. Not affine: share it.
 */
export abstract class Guard<Unit extends string> {
  readonly #account: Account<Unit>;

  constructor(account: Account<Unit>) {
    this.#account = account;
  }

  /** Who this guard is in events and reports. */
  get identity(): GuardIdentity {
    return this.#account.identity;
  }

  get unit(): Unit {
    return this.#account.unit;
  }

  /** What calls can be made of, in `Unit`. */
  get remaining(): AmountOf<Unit> {
    return this.#account.remaining as AmountOf<Unit>;
  }

  /** What is set aside for calls in flight, in `Unit`. */
  get reserved(): AmountOf<Unit> {
    return this.#account.reserved as AmountOf<Unit>;
  }

  /** What calls were charged, in `Unit`. */
  get spent(): AmountOf<Unit> {
    return this.#account.spent as AmountOf<Unit>;
  }

  /**
   * What providers billed and the budget has not paid, in `Unit`. Above 0 only if an estimate was below what was billed,
   * or a provider exceeded the maximum it was given. It is owed: no call is made until what calls in flight give back, or a
   * merge, has paid it.
   */
  get uncovered(): AmountOf<Unit> {
    return this.#account.uncovered as AmountOf<Unit>;
  }

  /** How many calls are in flight. */
  get inFlight(): number {
    return this.#account.inFlight;
  }

  /**
   * Takes `amount` out, for a sub-agent: a budget of its own.
   *
   * @throws InsufficientFundsError
   */
  split(amount: AmountFor<Unit>): Budget<Unit> {
    return this.#account.split(amount);
  }

  /**
   * Takes back what a sub-agent left; it pays first what is `uncovered`. Consumes it.
   *
   * @throws CapExceededError, UnitMismatchError
   */
  merge(budget: Budget<Unit>): void {
    this.#account.merge(budget);
  }

  /**
   * Gives back what is left, once nothing is in flight: a reply that is not read to its end holds it up until its lease
   * ends. From the call on, every other call is refused.
   */
  release(): Promise<Budget<Unit>> {
    return this.#account.release();
  }
}
