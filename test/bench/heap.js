// @ts-check

/**
 * The heap that live budgets take, the array that holds them included.
 *
 * @param {import("affine-budget").BudgetMint} mint
 * @param {number} count
 * @returns {number | null} megabytes (10⁶ bytes); null without --expose-gc
 */
export function heapOfBudgets(mint, count) {
  if (globalThis.gc === undefined) return null;
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const budgets = Array.from({ length: count }, (_, i) => mint.issue(/** @type {number} */ (i)));
  globalThis.gc();
  const bytes = process.memoryUsage().heapUsed - before;
  // Read after the measurement, so that the budgets are still alive when it is taken.
  if (budgets.length !== count) throw new Error("not all budgets are there");
  return bytes / 1_000_000;
}
