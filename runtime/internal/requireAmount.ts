import { InvalidAmountError } from "../errors.js";
import { isAmount } from "./isAmount.js";

/** Returns `value`, with -0 as 0. */
export function requireAmount(operation: string, value: unknown): number {
  if (!isAmount(value)) throw new InvalidAmountError(operation, value);
  return value + 0;
}

/** The sum of the amounts of one operation, which must be an amount itself. */
export function requireSum(operation: string, values: readonly unknown[]): number {
  let sum = 0;
  for (const value of values) sum += requireAmount(operation, value);
  // Each step adds at most 2^53 - 1, and a rounded sum over 2^53 never comes back below: one check at the end holds.
  return requireAmount(operation, sum);
}
