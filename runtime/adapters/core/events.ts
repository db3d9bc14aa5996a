import type { Operation } from "./Attempt.js";
import type { Refusal } from "./CallRefusedError.js";
import type { GuardIdentity } from "./GuardIdentity.js";
import type { Usage } from "./Usage.js";

/** How a call ended. */
export type Outcome =
  /** The provider said what it billed. */
  | { readonly kind: "settled"; readonly usage: Usage }
  /** Nobody knows what was billed, so the reservation was charged; `by` says why. */
  | { readonly kind: "forfeited"; readonly by: string }
  /** It was not billed: answered with an error `status` that costs nothing, or, without one, not sent. */
  | { readonly kind: "cancelled"; readonly status: number | undefined };

interface OfGuard {
  readonly guard: GuardIdentity;
}

/** What is the same in all events of one call. */
export interface OfCall extends OfGuard {
  /** Tells calls apart: counts up over the calls of a process. */
  readonly call: number;
  readonly model: string;
  readonly operation: Operation;
  /** Whose model it is, as far as the adapter knows: `"openai"`, `"anthropic"`, ... */
  readonly provider: string;
}

/** What happens to the budget of a guard. Amounts are in its unit. */
export type GuardEvent =
  /** The guard was made, and owns `amount`. */
  | (OfGuard & { readonly type: "opened"; readonly amount: number })
  | (OfCall & {
      readonly type: "reserved";
      readonly reserved: number;
      /** The most output tokens that the provider was told to make, for each choice. */
      readonly maxOutput: number;
    })
  /** Comes once for a call; once more if a reply that was charged in full comes after all, and costs more than that. */
  | (OfCall & {
      readonly type: "ended";
      readonly outcome: Outcome;
      readonly reserved: number;
      readonly charged: number;
      /** What went back to the budget. */
      readonly refunded: number;
      /** What the provider billed and the budget could not pay: owed, until something comes back. */
      readonly uncovered: number;
    })
  /** What came back has paid `amount` of what was owed. */
  | (OfGuard & { readonly type: "covered"; readonly amount: number })
  | (OfGuard & { readonly type: "refused"; readonly refusal: Refusal })
  | (OfGuard & { readonly type: "split"; readonly amount: number })
  | (OfGuard & {
      readonly type: "merged";
      readonly amount: number;
      /** The guard that released it, or that had split it off; unknown once it was spent or split on the way. */
      readonly from: GuardIdentity | undefined;
    })
  | (OfGuard & { readonly type: "released"; readonly amount: number });

/** Told of everything that happens to a budget, at once, in the context of whoever made it happen. */
export type GuardListener = (event: GuardEvent) => void;
