import type { AmountFor, AmountOf } from "./amounts.js";
import type { Budget } from "./Budget.js";
import { InvalidHandleError, OverrunError } from "./errors.js";
import { budgets } from "./internal/budgets.js";
import { requireRoom, requireUnit } from "./internal/checks.js";
import { formatAmount } from "./internal/format.js";
import { isObject } from "./internal/isObject.js";
import { key } from "./internal/key.js";
import { traceMove, useAfterMove } from "./internal/moves.js";
import { requireAmount } from "./internal/requireAmount.js";
import { seal } from "./internal/seal.js";
import type { affine, linear } from "./ownership.js";
import { newRefund, type Refund } from "./Refund.js";

/** For `Budget` alone: no entry exports it. */
export let newReceipt: <Unit extends string>(amount: number, unit: Unit) => Receipt<Unit>;

/**
 * An amount set aside for one call. Linear (T2): confirm or settle the actual cost, or forfeit the whole.
 *
 * An actual cost over the reservation *exhausts* the receipt: it stays owned, its whole reservation counts as spent, and
 * only `forfeit()` succeeds on it. Every other failure changes nothing (T10).
 */
export class Receipt<in out Unit extends string = "tokens"> {
  declare readonly [affine]: "atomic";
  declare readonly [linear]: true;

  readonly #reserved: number;
  readonly #unit: string;
  #movedBy: string | null;
  /** The actual cost that exhausted it. */
  #overrun: number | null;

  private constructor(pass: typeof key, reserved: number, unit: string) {
    if (pass !== key) throw new InvalidHandleError("new Receipt", "Receipt");
    this.#reserved = reserved;
    this.#unit = unit;
    this.#movedBy = null;
    this.#overrun = null;
  }

  static {
    newReceipt = (amount, unit) => new Receipt(key, amount, unit);
    seal(Receipt);
  }

  static #isGenuine<U extends string>(handle: Receipt<U>): boolean {
    return isObject(handle) && #movedBy in handle;
  }

  static #requireGenuine<U extends string>(handle: Receipt<U>, operation: string): void {
    if (!Receipt.#isGenuine(handle)) throw new InvalidHandleError(operation, "Receipt");
  }

  static #requireLive<U extends string>(handle: Receipt<U>, operation: string): void {
    Receipt.#requireGenuine(handle, operation);
    if (handle.#movedBy !== null) throw useAfterMove(handle, operation, "Receipt", handle.#movedBy);
  }

  static #requireFunds<U extends string>(handle: Receipt<U>, operation: string): void {
    if (handle.#overrun !== null) throw Receipt.#overran(handle, operation, handle.#overrun);
  }

  static #exhaust<U extends string>(handle: Receipt<U>, operation: string, actual: number): OverrunError {
    handle.#overrun = actual;
    return Receipt.#overran(handle, operation, actual);
  }

  static #overran<U extends string>(handle: Receipt<U>, operation: string, actual: number): OverrunError {
    return new OverrunError(operation, actual, handle.#reserved, handle.#unit);
  }

  static #end<U extends string>(handle: Receipt<U>, operation: string): void {
    handle.#movedBy = operation;
    traceMove(handle);
  }

  /** What was set aside, in `Unit`. Borrows. */
  get reserved(): AmountOf<Unit> {
    Receipt.#requireLive(this, "reserved");
    return this.#reserved as AmountOf<Unit>;
  }

  /** Borrows; a moved handle answers too. */
  get unit(): Unit {
    Receipt.#requireGenuine(this, "unit");
    return this.#unit as Unit;
  }

  /**
   * Counts `actual` as spent. Consumes; returns what was reserved over it.
   *
   * @throws OverrunError if `actual` is over the reservation; exhausts the receipt
   */
  confirm(this: Receipt<Unit>, actual: AmountFor<Unit>): Refund<Unit> {
    Receipt.#requireLive(this, "confirm");
    const unspent = this.#reserved - requireAmount("confirm", actual);
    Receipt.#requireFunds(this, "confirm");
    if (unspent < 0) throw Receipt.#exhaust(this, "confirm", actual);
    Receipt.#end(this, "confirm");
    return newRefund(unspent, this.#unit as Unit);
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
    Receipt.#requireLive(this, "settle");
    const balance = budgets.balance(budget, "settle");
    requireUnit("settle", this.#unit, balance.unit);
    const unspent = this.#reserved - requireAmount("settle", actual);
    Receipt.#requireFunds(this, "settle");
    if (balance.remaining + unspent < 0) throw Receipt.#exhaust(this, "settle", actual);
    const remaining = requireRoom("settle", balance, unspent);
    Receipt.#end(this, "settle");
    return budgets.move(budget, "settle", remaining);
  }

  /** Gives the whole reservation up: the call may have been billed. Consumes; succeeds on an exhausted receipt too. */
  forfeit(this: Receipt<Unit>): void {
    Receipt.#requireLive(this, "forfeit");
    Receipt.#end(this, "forfeit");
  }

  /** For logs. Borrows, and never throws. */
  toString(): string {
    if (!Receipt.#isGenuine(this)) return "Receipt(not a handle)";
    if (this.#movedBy !== null) return `Receipt(moved by ${this.#movedBy})`;
    return `Receipt(${formatAmount(this.#reserved, this.#unit)}${this.#overrun === null ? "" : ", exhausted"})`;
  }

  /** For logs. What it makes is no receipt. Borrows, and never throws. */
  toJSON(): object {
    if (!Receipt.#isGenuine(this)) return {};
    const unit = this.#unit;
    return this.#movedBy === null
      ? { reserved: this.#reserved, exhausted: this.#overrun !== null, unit }
      : { movedBy: this.#movedBy, unit };
  }
}
