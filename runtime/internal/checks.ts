import { CapExceededError, UnitMismatchError } from "../errors.js";
import type { Balance } from "./budgets.js";

export function requireUnit(operation: string, expected: string, actual: string): void {
  if (expected !== actual) throw new UnitMismatchError(operation, expected, actual);
}

/** What `balance` holds after `added`. Compared by difference: the sum itself may not be a safe integer. */
export function requireRoom(operation: string, { remaining, max, unit }: Balance, added: number): number {
  if (added > max - remaining) throw new CapExceededError(operation, added, remaining, max, unit);
  return remaining + added;
}
