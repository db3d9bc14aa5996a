import type { BudgetErrorCode } from "affine-budget";

import { equal, refusal } from "./refusals.js";
import type { AnyBudget, AnyReceipt, AnyRefund, AnyStream } from "./untyped.js";

/** A live handle of the runtime beside what the model says it holds. */
interface Entry<Handle> {
  readonly handle: Handle;
  readonly unit: string;
}
export interface BudgetEntry extends Entry<AnyBudget> {
  readonly remaining: number;
  readonly max: number;
}
export interface ReceiptEntry extends Entry<AnyReceipt> {
  readonly reserved: number;
  exhausted: boolean;
}
export interface RefundEntry extends Entry<AnyRefund> {
  readonly amount: number;
}
export interface StreamEntry extends Entry<AnyStream> {
  readonly reserved: number;
  confirmed: number;
  exhausted: boolean;
}

/** The books of one run: every live handle, and what has come and gone in each unit. */
export class Ledger {
  readonly budgets: BudgetEntry[] = [];
  readonly receipts: ReceiptEntry[] = [];
  readonly refunds: RefundEntry[] = [];
  readonly streams: StreamEntry[] = [];
  // Several budgets of 2^53 - 1 exceed what a number counts exactly.
  readonly #issued = new Map<string, bigint>();
  readonly #spent = new Map<string, bigint>();

  issue(unit: string, amount: number): void {
    this.#issued.set(unit, (this.#issued.get(unit) ?? 0n) + BigInt(amount));
  }

  spend(unit: string, amount: number): void {
    this.#spent.set(unit, (this.#spent.get(unit) ?? 0n) + BigInt(amount));
  }

  /** Every handle holds what the model says, and in each unit `remaining + outstanding + spent = issued`. */
  check(): void {
    const held = new Map<string, bigint>();
    const hold = (unit: string, amount: number) => held.set(unit, (held.get(unit) ?? 0n) + BigInt(amount));

    for (const { handle, unit, remaining, max } of this.budgets) {
      equal("unit", handle.unit, unit);
      equal("max", handle.max, max);
      equal("remaining", handle.remaining, remaining);
      if (handle.remaining > handle.max) throw new Error("a budget over its max");
      hold(unit, handle.remaining);
    }
    for (const { handle, unit, reserved, exhausted } of this.receipts) {
      equal("reserved", handle.reserved, reserved);
      // The whole reservation of an exhausted receipt counts as spent already.
      if (!exhausted) hold(unit, handle.reserved);
    }
    for (const { handle, unit, reserved, confirmed, exhausted } of this.streams) {
      equal("reserved", handle.reserved, reserved);
      equal("confirmed", handle.confirmed, confirmed);
      equal("remaining", handle.remaining, reserved - confirmed);
      if (!exhausted) hold(unit, handle.remaining);
    }
    for (const { handle, unit, amount } of this.refunds) {
      equal("amount", handle.amount, amount);
      hold(unit, handle.amount);
    }
    for (const [unit, issued] of this.#issued) {
      equal(`${unit} accounted for`, (held.get(unit) ?? 0n) + (this.#spent.get(unit) ?? 0n), issued);
    }
  }
}

/** Takes an entry out: its handle is about to be consumed. Puts it back if the operation is refused. */
export function take<E>(entries: E[], at: number): E {
  const [entry] = entries.splice(at % entries.length, 1);
  if (entry === undefined) throw new Error("nothing to take");
  return entry;
}

/** The operation has to be refused, with this code. */
export function refused(name: string, operation: () => unknown, code: BudgetErrorCode): BudgetErrorCode {
  equal(name, refusal(operation), code);
  return code;
}
