import type { AmountOf } from "./amounts.js";
import type { Budget } from "./Budget.js";
import { budgets } from "./internal/budgets.js";
import { requireRoom, requireUnit } from "./internal/checks.js";
import { formatAmount } from "./internal/format.js";
import { key } from "./internal/key.js";
import { endHandle, LinearHandle, listHandle, requireLive, showHandle } from "./internal/LinearHandle.js";
import { seal } from "./internal/seal.js";

/** For the receipts alone: no entry exports it. */
export let newRefund: <Unit extends string>(amount: number, unit: Unit) => Refund<Unit>;

/**
 * What a reservation held over the actual cost. Linear (T2): apply it to a budget, or forfeit it. A consuming operation
 * that throws leaves refund and budget live (T10).
 */
export class Refund<in out Unit extends string = "tokens"> extends LinearHandle<Unit> {
  readonly #amount: number;

  private constructor(pass: typeof key, amount: number, unit: Unit) {
    super(pass, "Refund", unit);
    this.#amount = amount;
  }

  static {
    newRefund = (amount, unit) => new Refund(key, amount, unit);
    seal(Refund);
  }

  /** What it gives back, in `Unit`. Borrows. */
  get amount(): AmountOf<Unit> {
    requireLive(this, "Refund", "amount");
    return this.#amount as AmountOf<Unit>;
  }

  /**
   * Adds it to `budget`. Consumes both.
   *
   * @throws UnitMismatchError
   * @throws CapExceededError if the budget would hold more than its `max`
   */
  applyTo<Max extends number>(this: Refund<Unit>, budget: Budget<Unit, Max>): Budget<Unit, Max> {
    const unit = requireLive(this, "Refund", "applyTo");
    const balance = budgets.balance(budget, "applyTo");
    requireUnit("applyTo", unit, balance.unit);
    const sum = requireRoom("applyTo", balance, this.#amount);
    endHandle(this, "applyTo");
    return budgets.move(budget, "applyTo", sum);
  }

  /** Gives it up. Consumes. */
  forfeit(this: Refund<Unit>): void {
    requireLive(this, "Refund", "forfeit");
    endHandle(this, "forfeit");
  }

  /** For logs. Borrows, and never throws. */
  override toString(): string {
    return showHandle(this, "Refund", (unit) => formatAmount(this.#amount, unit));
  }

  /** For logs: what it makes is no refund. Borrows, and never throws. */
  toJSON(): object {
    return listHandle(this, "Refund", () => ({ amount: this.#amount }));
  }
}
