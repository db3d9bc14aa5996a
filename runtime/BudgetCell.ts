import type { AmountFor, AmountOf } from "./amounts.js";
import type { Budget, SameBound } from "./Budget.js";
import { InvalidHandleError } from "./errors.js";
import { budgets } from "./internal/budgets.js";
import { isObject } from "./internal/isObject.js";
import { seal } from "./internal/seal.js";

/**
 * A slot that owns a budget, for a class that many hold. Not affine: every operation is one synchronous step, so the
 * slot is never seen empty. One that throws changes nothing.
 */
export class BudgetCell<in out Unit extends string = "tokens", in out Max extends number = number> {
  #budget: Budget<Unit, Max>;

  /** Consumes `budget`. */
  constructor(budget: Budget<Unit, Max>) {
    const { remaining } = budgets.balance(budget, "new BudgetCell");
    this.#budget = budgets.move(budget, "new BudgetCell", remaining);
  }

  static {
    seal(BudgetCell);
  }

  static #requireGenuine(cell: unknown, operation: string): void {
    if (!isObject(cell) || !(#budget in cell)) throw new InvalidHandleError(operation, "BudgetCell");
  }

  /** What is left, in `Unit`. */
  get remaining(): AmountOf<Unit> {
    BudgetCell.#requireGenuine(this, "remaining");
    return this.#budget.remaining;
  }

  /** The most that it may hold, in `Unit`. */
  get max(): Max & AmountOf<Unit> {
    BudgetCell.#requireGenuine(this, "max");
    return this.#budget.max;
  }

  get unit(): Unit {
    BudgetCell.#requireGenuine(this, "unit");
    return this.#budget.unit;
  }

  /** @throws InsufficientFundsError */
  spend(amount: AmountFor<Unit>): void {
    BudgetCell.#requireGenuine(this, "spend");
    this.#budget = this.#budget.spend(amount);
  }

  /**
   * Takes `amount` out, as a budget of its own.
   *
   * @throws InsufficientFundsError
   */
  withdraw(amount: AmountFor<Unit>): Budget<Unit, Max> {
    BudgetCell.#requireGenuine(this, "withdraw");
    const [part, rest] = this.#budget.split(amount);
    this.#budget = rest;
    return part;
  }

  /**
   * Adds `budget`. Consumes it.
   *
   * @throws UnitMismatchError
   * @throws CapExceededError
   */
  deposit<Other extends number>(budget: Budget<Unit, Other> & SameBound<Other, Max>): void {
    BudgetCell.#requireGenuine(this, "deposit");
    this.#budget = this.#budget.merge(budget);
  }

  /** For logs. Never throws. */
  toString(): string {
    return isObject(this) && #budget in this
      ? `BudgetCell(${this.#budget.toString()})`
      : "BudgetCell(not a cell)";
  }

  /** For logs. Never throws. */
  toJSON(): object {
    return isObject(this) && #budget in this ? this.#budget.toJSON() : {};
  }
}
