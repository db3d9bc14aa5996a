import { BudgetError } from "../../errors.js";
import { formatAmount } from "../../internal/format.js";

/** Why a call was not made. */
export type Refusal =
  | {
      readonly kind: "insufficient";
      readonly model: string;
      readonly requested: number;
      readonly remaining: number;
      readonly shortfall: number;
      readonly unit: string;
    }
  | { readonly kind: "unpriced"; readonly model: string }
  | { readonly kind: "unbounded"; readonly what: string }
  | { readonly kind: "released" };

/**
 * The budget does not cover the call, or nothing is known that would bound its cost. It was not sent, nothing was
 * charged, and no SDK tries it again.
 */
export class CallRefusedError extends BudgetError {
  override readonly name = "CallRefusedError";
  readonly code = "CALL_REFUSED";

  constructor(readonly refusal: Refusal) {
    super(messageOf(refusal));
  }
}

function messageOf(refusal: Refusal): string {
  switch (refusal.kind) {
    case "insufficient": {
      const { model, requested, remaining, shortfall, unit } = refusal;
      return (
        `The call to ${model} was not made: it may cost ${formatAmount(requested, unit)}, but only ` +
        `${formatAmount(remaining, unit)} remain, ${formatAmount(shortfall, unit)} too few. Ask for a shorter reply, ` +
        "send a shorter prompt, or wait until calls in flight give back what they did not use."
      );
    }
    case "unpriced":
      return (
        `The call to ${refusal.model} was not made: the tariff knows no price for this model. ` +
        "Give it one: a budget of dollars covers only what has a price."
      );
    case "unbounded":
      return `The call was not made, because its cost has no bound: ${refusal.what}.`;
    case "released":
      return "The call was not made: the guard has released its budget. Make a new guard for the budget it gave back.";
  }
}

/**
 * The refusal that `error` stands for, however the SDK wrapped it: as it was thrown, as the cause of another error, or
 * as the answer 402 that stands in for the server's.
 */
export function refusalOf(error: unknown): Refusal | undefined {
  const seen = new Set<unknown>();
  let current = error;
  while (typeof current === "object" && current !== null && !seen.has(current)) {
    if (current instanceof CallRefusedError) return current.refusal;
    seen.add(current);
    const answer = (current as { readonly error?: unknown }).error;
    if (typeof answer === "object" && answer !== null && "refusal" in answer) {
      return answer.refusal as Refusal;
    }
    current = (current as { readonly cause?: unknown }).cause;
  }
  return undefined;
}
