import { BudgetError, type BudgetErrorCode } from "affine-budget";

/** What an operation is refused with; null if it succeeds. Anything but a `BudgetError` is no refusal and comes through. */
export function refusal(operation: () => unknown): BudgetErrorCode | null {
  // Nobody reads the stacks of foreseen errors, and taking them is most of what millions of refusals cost.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    operation();
    return null;
  } catch (error) {
    if (error instanceof BudgetError) return error.code;
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Cheaper than `expect` in a hot loop, and it says which operation. */
export function equal(what: string, actual: unknown, expected: unknown): void {
  if (!Object.is(actual, expected))
    throw new Error(`${what}: ${String(actual)}, expected ${String(expected)}`);
}
