import { InvalidAmountError } from "../errors.js";
import { isAmount } from "./isAmount.js";

/** Returns `value`, with -0 as 0. */
export function requireAmount(operation: string, value: unknown): number {
  if (!isAmount(value)) throw new InvalidAmountError(operation, value);
  return value + 0;
}
