import type { AmountOf } from "./amounts.js";
import type { Budget } from "./Budget.js";
import { InvalidHandleError } from "./errors.js";
import { budgets } from "./internal/budgets.js";
import { requireRoom, requireUnit } from "./internal/checks.js";
import { formatAmount } from "./internal/format.js";
import { isObject } from "./internal/isObject.js";
import { key } from "./internal/key.js";
import { traceMove, useAfterMove } from "./internal/moves.js";
import { seal } from "./internal/seal.js";
import type { affine, linear } from "./ownership.js";

/** For the receipts alone: no entry exports it. */
export let newRefund: <Unit extends string>(amount: number, unit: Unit) => Refund<Unit>;

/**
 * What a reservation held over the actual cost. Linear (T2): apply it to a budget, or forfeit it. A consuming operation
 * that throws leaves refund and budget live (T10).
 */
export class Refund<in out Unit extends string = "tokens"> {
  declare readonly [affine]: "atomic";
  declare readonly [linear]: true;

  readonly #amount: number;
  readonly #unit: string;
  #movedBy: string | null;

  private constructor(pass: typeof key, amount: number, unit: string) {
    if (pass !== key) throw new InvalidHandleError("new Refund", "Refund");
    this.#amount = amount;
    this.#unit = unit;
    this.#movedBy = null;
  }

  static {
    newRefund = (amount, unit) => new Refund(key, amount, unit);
    seal(Refund);
  }

  static #isGenuine<U extends string>(handle: Refund<U>): boolean {
    return isObject(handle) && #movedBy in handle;
  }

  static #requireGenuine<U extends string>(handle: Refund<U>, operation: string): void {
    if (!Refund.#isGenuine(handle)) throw new InvalidHandleError(operation, "Refund");
  }

  static #requireLive<U extends string>(handle: Refund<U>, operation: string): void {
    Refund.#requireGenuine(handle, operation);
    if (handle.#movedBy !== null) throw useAfterMove(handle, operation, "Refund", handle.#movedBy);
  }

  static #end<U extends string>(handle: Refund<U>, operation: string): void {
    handle.#movedBy = operation;
    traceMove(handle);
  }

  /** What it gives back, in `Unit`. Borrows. */
  get amount(): AmountOf<Unit> {
    Refund.#requireLive(this, "amount");
    return this.#amount as AmountOf<Unit>;
  }

  /** Borrows; a moved handle answers too. */
  get unit(): Unit {
    Refund.#requireGenuine(this, "unit");
    return this.#unit as Unit;
  }

  /**
   * Adds it to `budget`. Consumes both.
   *
   * @throws UnitMismatchError
   * @throws CapExceededError if the budget would hold more than its `max`
   */
  applyTo<Max extends number>(this: Refund<Unit>, budget: Budget<Unit, Max>): Budget<Unit, Max> {
    Refund.#requireLive(this, "applyTo");
    const balance = budgets.balance(budget, "applyTo");
    requireUnit("applyTo", this.#unit, balance.unit);
    const sum = requireRoom("applyTo", balance, this.#amount);
    Refund.#end(this, "applyTo");
    return budgets.move(budget, "applyTo", sum);
  }

  /** Gives it up. Consumes. */
  forfeit(this: Refund<Unit>): void {
    Refund.#requireLive(this, "forfeit");
    Refund.#end(this, "forfeit");
  }

  /** For logs. Borrows, and never throws. */
  toString(): string {
    if (!Refund.#isGenuine(this)) return "Refund(not a handle)";
    return this.#movedBy === null
      ? `Refund(${formatAmount(this.#amount, this.#unit)})`
      : `Refund(moved by ${this.#movedBy})`;
  }

  /** For logs. What it makes is no refund. Borrows, and never throws. */
  toJSON(): object {
    if (!Refund.#isGenuine(this)) return {};
    const unit = this.#unit;
    return this.#movedBy === null ? { amount: this.#amount, unit } : { movedBy: this.#movedBy, unit };
  }
}
