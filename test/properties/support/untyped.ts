/**
 * The runtime as plain JavaScript sees it: nothing is checked before the call. The properties are about what the
 * runtime refuses by itself, so they must be able to ask for it.
 */
import * as runtime from "affine-budget";
import { BudgetMint } from "affine-budget/testing";

export interface AnyBudget {
  readonly remaining: number;
  readonly max: number;
  readonly unit: string;
  covers(amount: unknown): boolean;
  spend(amount: unknown): AnyBudget;
  split(...amounts: unknown[]): AnyBudget[];
  merge(other: unknown): AnyBudget;
  reserve(amount: unknown): [AnyBudget, AnyReceipt];
  stream(amount: unknown): [AnyBudget, AnyStream];
  close(): number;
  trySpend(amount: unknown): AnyResult;
  trySplit(...amounts: unknown[]): AnyResult;
  tryReserve(amount: unknown): AnyResult;
}

export interface AnyResult {
  readonly ok: boolean;
  readonly budget?: AnyBudget;
  readonly parts?: AnyBudget[];
  readonly receipt?: AnyReceipt;
  readonly shortfall?: number;
}

export interface AnyReceipt {
  readonly unit: string;
  readonly reserved: number;
  confirm(actual: unknown): AnyRefund;
  settle(budget: unknown, actual: unknown): AnyBudget;
  forfeit(): void;
}

export interface AnyRefund {
  readonly unit: string;
  readonly amount: number;
  applyTo(budget: unknown): AnyBudget;
  forfeit(): void;
}

export interface AnyStream {
  readonly unit: string;
  readonly reserved: number;
  readonly confirmed: number;
  readonly remaining: number;
  chunk(amount: unknown): void;
  close(): AnyRefund;
  forfeit(): void;
}

export interface AnyCell {
  readonly remaining: number;
  spend(amount: unknown): void;
  withdraw(amount: unknown): AnyBudget;
  deposit(budget: unknown): void;
}

export interface AnyPool {
  readonly available: number;
  readonly outstanding: number;
  readonly spent: number;
  readonly drained: number;
  readonly cap: number;
  reserve(amount: unknown): AnyReservation;
  drain(): AnyBudget;
}

export interface AnyReservation {
  commit(actual: unknown, value?: unknown): unknown;
  cancel(value?: unknown): unknown;
  [Symbol.asyncDispose](): Promise<void>;
}

interface AnyRuntime {
  readonly BudgetCell: new (budget: unknown) => AnyCell;
  readonly BudgetPool: new (budget: unknown, options?: { leaseMs?: unknown }) => AnyPool;
}

export const { BudgetCell, BudgetPool } = runtime as unknown as AnyRuntime;

const mint = BudgetMint.forTesting() as unknown as {
  issue(amount: unknown, options?: { unit?: unknown; max?: unknown }): AnyBudget;
};

/** A new budget; tokens and a `max` of the amount unless told. */
export function issue(amount: unknown, options?: { unit?: unknown; max?: unknown }): AnyBudget {
  return mint.issue(amount, options);
}
