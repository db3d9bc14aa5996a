/** A move into a second name, then a move of the first: `aliasing`, on line 4. */
export const violation = `import type { Budget } from "affine-budget";
import { take } from "./take.js";
export function run(b: Budget): void {
  const c = b; take(b); take(c);
}
`;

/** Where the report of `violation` is expected. */
export const violationReport = "src/run.ts(4) TS71001";

export const mended = violation.replace("take(b); take(c);", "take(c);");

export const owningTake = `import type { Budget } from "affine-budget";
export function take(_b: Budget): void {}
`;

/** Right or wrong by the signature of `take` alone, which the text of this file does not show. */
export const twoCalls = violation.replace("const c = b; take(b); take(c);", "take(b); take(b);");

/** Where the report of `twoCalls` is expected with `owningTake`. */
export const twoCallsReport = "src/run.ts(4) TS71003";

/** With it `twoCalls` is right: nothing is moved. */
export const borrowingTake = `import type { Borrowed, Budget } from "affine-budget";
export function take(_b: Borrowed<Budget>): void {}
`;

/** Each comment suppresses a violation on the line below it. */
export const suppressed = `import type { Budget } from "affine-budget";
import { take } from "./take.js";
export function expected(b: Budget): void {
  const c = b;
  // @ts-expect-error affine-budget: deliberate
  take(b);
  take(c);
}
export function ignored(x: Budget): void {
  const y = x;
  // @ts-ignore
  take(x);
  take(y);
}
`;

/** Nothing is wrong: `@ts-expect-error`, on line 4, must say so; `@ts-ignore` never does. */
export const needlesslySuppressed = `import type { Budget } from "affine-budget";
import { take } from "./take.js";
export function needless(b: Budget, x: Budget): void {
  // @ts-expect-error affine-budget: nothing is
  take(b);
  // @ts-ignore
  take(x);
}
`;

/** The canary that `affine-budget init` writes: only a compiler without the plugin finds its comment unused, on line 5. */
export const canary = `import type { Budget } from "affine-budget";
import { take } from "./take.js";
export function canary(b: Budget): void {
  const c = b;
  // @ts-expect-error affine-budget: the check is on
  take(b);
  take(c);
}
`;
