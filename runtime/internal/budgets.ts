import type { Budget } from "../Budget.js";

/** What a live budget holds. */
export interface Balance {
  readonly remaining: number;
  readonly max: number;
  readonly unit: string;
}

/** What the other classes may do to a budget, beyond its methods. Installed by `Budget` itself, for it alone sees its state. */
export interface BudgetAccess {
  /**
   * The balance of a live budget.
   *
   * @throws InvalidHandleError, UseAfterMoveError
   */
  balance<U extends string, M extends number>(budget: Budget<U, M>, operation: string): Balance;
  /** Moves a live budget into one that holds `remaining`, of the same unit and max. The caller has checked both. */
  move<U extends string, M extends number>(
    budget: Budget<U, M>,
    operation: string,
    remaining: number,
  ): Budget<U, M>;
}

export let budgets: BudgetAccess;

export function installBudgets(access: BudgetAccess): void {
  budgets = access;
}
