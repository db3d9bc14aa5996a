import type { Refusal } from "./CallRefusedError.js";
import type { Usage } from "./Usage.js";

/** How a call ended. */
export type Outcome =
  /** The provider said what it billed. */
  | { readonly kind: "settled"; readonly usage: Usage }
  /** Nobody knows what was billed, so the reservation was charged; `by` says why. */
  | { readonly kind: "forfeited"; readonly by: string }
  /** It was not billed: not sent, or answered with an error that costs nothing. */
  | { readonly kind: "cancelled" };

/** What happens to the budget of a guard. Amounts are in its unit. */
export type GuardEvent =
  | { readonly type: "reserved"; readonly guard: string; readonly model: string; readonly reserved: number }
  | {
      readonly type: "ended";
      readonly guard: string;
      readonly model: string;
      readonly outcome: Outcome;
      readonly reserved: number;
      readonly charged: number;
      /** What went back to the budget. */
      readonly refunded: number;
      /** What the provider billed and the budget could not pay. */
      readonly uncovered: number;
    }
  | { readonly type: "refused"; readonly guard: string; readonly refusal: Refusal }
  | { readonly type: "split"; readonly guard: string; readonly amount: number }
  | { readonly type: "merged"; readonly guard: string; readonly amount: number }
  | { readonly type: "released"; readonly guard: string; readonly amount: number };
