import { InvalidAmountError } from "../errors.js";
import { isAmount } from "./isAmount.js";

/** Returns `value`, with -0 as 0. */
export function requireAmount(operation: string, value: unknown): number {
  if (!isAmount(value)) throw new InvalidAmountError(operation, value);
  return value + 0;
}

/** The sum of `first` and `more`, which must be an amount as each of them must. */
export function requireSum(operation: string, first: unknown, more: readonly unknown[]): number {
  let sum = requireAmount(operation, first);
  // A sum over 2^53 - 1 may be rounded, but never to less than 2^53, so each step finds it out.
  for (const value of more) sum = requireAmount(operation, sum + requireAmount(operation, value));
  return sum;
}
