import type { Place } from "./places.js";

/** The balance of a budget, as an expression over the balances of places (X1). */
export type Balance =
  | { readonly kind: "of"; readonly place: Place }
  | { readonly kind: "exactly"; readonly amount: number }
  /** The bound of a type, `Budget<"tokens", 500>`. */
  | { readonly kind: "at-most"; readonly amount: number }
  /** What is left when `amount` was taken; null: an amount that is not known while compiling. */
  | { readonly kind: "after"; readonly balance: Balance; readonly amount: number | null }
  | Sum
  | { readonly kind: "unknown" };

/** Both together, which are never more than the `max` of the budget that the other is merged into; null: any amount. */
export interface Sum {
  readonly kind: "sum";
  readonly left: Balance;
  readonly right: Balance;
  readonly max: number | null;
}

export const unknownBalance: Balance = { kind: "unknown" };
