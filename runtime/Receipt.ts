import type { AmountFor, AmountOf } from "./amounts.js";
import type { Budget } from "./Budget.js";
import { OverrunError } from "./errors.js";
import { budgets } from "./internal/budgets.js";
import { requireRoom, requireUnit } from "./internal/checks.js";
import { formatAmount } from "./internal/format.js";
import { key } from "./internal/key.js";
import { endHandle, LinearHandle, listHandle, requireLive, showHandle } from "./internal/LinearHandle.js";
import { requireAmount } from "./internal/requireAmount.js";
import { seal } from "./internal/seal.js";
import { newRefund, type Refund } from "./Refund.js";

/** For `Budget` alone: no entry exports it. */
export let newReceipt: <Unit extends string>(amount: number, unit: Unit) => Receipt<Unit>;

/**
 * An amount set aside for one call. Linear (T2): confirm or settle the actual cost, or forfeit the whole.
 *
 * An actual cost over the reservation *exhausts* the receipt: it stays owned, its whole reservation counts as spent, and
 * only `forfeit()` succeeds on it. Every other failure changes nothing (T10).
 */
export class Receipt<in out Unit extends string = "tokens"> extends LinearHandle<Unit> {
  readonly #reserved: number;
  /** The actual cost that exhausted it. */
  #overrun: number | null;

  private constructor(pass: typeof key, reserved: number, unit: Unit) {
    super(pass, "Receipt", unit);
    this.#reserved = reserved;
    this.#overrun = null;
  }

  static {
    newReceipt = (amount, unit) => new Receipt(key, amount, unit);
    seal(Receipt);
  }

  /** Ends an operation that `actual` over-runs: nothing is ever refunded after that. */
  static #exhaust<U extends string>(handle: Receipt<U>, operation: string, actual: number, unit: U): never {
    handle.#overrun = actual;
    throw new OverrunError(operation, actual, handle.#reserved, unit);
  }

  /** What was set aside, in `Unit`. Borrows. */
  get reserved(): AmountOf<Unit> {
    requireLive(this, "Receipt", "reserved");
    return this.#reserved as AmountOf<Unit>;
  }

  /**
   * Counts `actual` as spent. Consumes; returns what was reserved over it.
   *
   * @throws OverrunError if `actual` is over the reservation; exhausts the receipt
   */
  confirm(this: Receipt<Unit>, actual: AmountFor<Unit>): Refund<Unit> {
    const unit = requireLive(this, "Receipt", "confirm");
    const unspent = this.#reserved - requireAmount("confirm", actual);
    if (this.#overrun !== null) Receipt.#exhaust(this, "confirm", this.#overrun, unit);
    if (unspent < 0) Receipt.#exhaust(this, "confirm", actual, unit);
    endHandle(this, "confirm");
    return newRefund(unspent, unit);
  }

  /**
   * Confirms and applies the refund in one step, or charges what `actual` is over the reservation. Consumes both.
   *
   * @throws OverrunError if the budget does not cover the excess either; exhausts the receipt, the budget is unchanged
   * @throws UnitMismatchError
   * @throws CapExceededError if the budget would hold more than its `max`
   */
  settle<Max extends number>(
    this: Receipt<Unit>,
    budget: Budget<Unit, Max>,
    actual: AmountFor<Unit>,
  ): Budget<Unit, Max> {
    const unit = requireLive(this, "Receipt", "settle");
    const balance = budgets.balance(budget, "settle");
    requireUnit("settle", unit, balance.unit);
    const unspent = this.#reserved - requireAmount("settle", actual);
    if (this.#overrun !== null) Receipt.#exhaust(this, "settle", this.#overrun, unit);
    if (balance.remaining + unspent < 0) Receipt.#exhaust(this, "settle", actual, unit);
    const remaining = requireRoom("settle", balance, unspent);
    endHandle(this, "settle");
    return budgets.move(budget, "settle", remaining);
  }

  /** Gives the whole reservation up: the call may have been billed. Consumes; succeeds on an exhausted receipt too. */
  forfeit(this: Receipt<Unit>): void {
    requireLive(this, "Receipt", "forfeit");
    endHandle(this, "forfeit");
  }

  /** For logs. Borrows, and never throws. */
  override toString(): string {
    return showHandle(this, "Receipt", (unit) => {
      return formatAmount(this.#reserved, unit) + (this.#overrun === null ? "" : ", exhausted");
    });
  }

  /** For logs: what it makes is no receipt. Borrows, and never throws. */
  toJSON(): object {
    return listHandle(this, "Receipt", () => ({
      reserved: this.#reserved,
      exhausted: this.#overrun !== null,
    }));
  }
}
