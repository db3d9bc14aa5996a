import type { BudgetErrorCode } from "affine-budget";
import fc from "fast-check";

import { issue, type AnyBudget } from "./untyped.js";

/** One kind of bad input: examples of it, and what every operation refuses it with. */
export interface BadInput {
  readonly kind: string;
  readonly code: BudgetErrorCode;
  readonly value: fc.Arbitrary<unknown>;
}

const tooLarge = Number.MAX_SAFE_INTEGER + 1;

/** What is no amount. */
export const badAmounts: readonly BadInput[] = [
  { kind: "negative", value: fc.oneof(fc.constantFrom(-1, -Number.MIN_VALUE), fc.integer({ max: -1 })) },
  {
    kind: "fractional",
    value: fc.double({ min: 0, max: 1e6, noNaN: true }).filter((n) => !Number.isInteger(n)),
  },
  { kind: "not a number", value: fc.constant(Number.NaN) },
  { kind: "infinite", value: fc.constantFrom(Infinity, -Infinity) },
  {
    kind: "too large",
    value: fc.oneof(fc.constantFrom(tooLarge, Number.MAX_VALUE), fc.double({ min: tooLarge, noNaN: true })),
  },
  { kind: "a string", value: fc.oneof(fc.constantFrom("1", "", "0x1"), fc.string()) },
  { kind: "missing", value: fc.constantFrom(undefined, null) },
  { kind: "a bigint", value: fc.bigInt({ min: 0n, max: 100n }) },
  {
    kind: "an object, even one that converts to an amount",
    value: fc.constantFrom({ valueOf: () => 1 }, [1], new Number(1), new Date(1), () => 1, Symbol("1"), true),
  },
].map((input) => ({ ...input, code: "INVALID_AMOUNT" }));

/** What is no budget that an operation on tokens may take. Each one is made anew: a refusal must not depend on it. */
export const badBudgets: readonly BadInput[] = [
  {
    kind: "not a handle",
    code: "INVALID_HANDLE",
    value: fc.anything(),
  },
  {
    kind: "a handle of another class",
    code: "INVALID_HANDLE",
    value: fresh(() => issue(10).reserve(5)[1]),
  },
  {
    kind: "an object that looks like a budget",
    code: "INVALID_HANDLE",
    value: fresh(() => ({ remaining: 5, max: 5, unit: "tokens", spend: () => undefined })),
  },
  {
    kind: "a proxy of a budget",
    code: "INVALID_HANDLE",
    value: fresh(() => new Proxy(issue(5), {})),
  },
  {
    kind: "a moved handle",
    code: "USE_AFTER_MOVE",
    value: fresh(() => {
      const budget = issue(5);
      budget.spend(1);
      return budget;
    }),
  },
  {
    kind: "a budget of another unit",
    code: "UNIT_MISMATCH",
    value: fresh(() => issue(5, { unit: "calls" })),
  },
];

/** An arbitrary of handles: mapped, so that no two runs share one. */
function fresh(make: () => unknown): fc.Arbitrary<unknown> {
  return fc.constant(null).map(make);
}

/** A budget of tokens with room to its `max`. */
export function budgetOf(remaining: number, max = remaining + 1_000): AnyBudget {
  return issue(remaining, { max });
}
