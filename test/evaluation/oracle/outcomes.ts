import type { Expr } from "../language/syntax.js";
import { computedLoan } from "./Run.js";
import { keyOf, withLoan, withoutLoan, type State } from "./States.js";

/**
 * What becomes of a value: it is moved (M1), only looked at (M3), or lent to a parameter that borrows, in which case a
 * literal borrows its parts too (T5).
 */
export type Want = "move" | "look" | "lend";

export interface Outcome {
  readonly state: State;
  /** The place that the value came from, if it came from one. */
  readonly from: string | null;
}

export function plain(state: State): readonly Outcome[] {
  return [{ state, from: null }];
}

export function each(
  outcomes: readonly Outcome[],
  next: (outcome: Outcome) => readonly Outcome[],
): readonly Outcome[] {
  const [only] = outcomes;
  if (only !== undefined && outcomes.length === 1) return next(only);
  const all = new Map<string, Outcome>();
  for (const outcome of outcomes) {
    for (const result of next(outcome)) all.set(`${keyOf(result.state)}>${result.from ?? ""}`, result);
  }
  return [...all.values()];
}

/** The loan on a receiver (M6) or a borrowed argument (B1) while the rest of its call is evaluated. */
export interface Reserved {
  readonly state: State;
  readonly loan: string | null;
}

export function reserve({ state, from }: Outcome, node: Expr): Reserved {
  if (from === null) return { state, loan: null };
  const isPlace = node.kind === "place" || node.kind === "element" || node.kind === "borrowed";
  return lend({ state, from: isPlace ? from : computedLoan(from) });
}

export function lend({ state, from }: Outcome): Reserved {
  return from === null ? { state, loan: null } : { state: withLoan(state, from), loan: from };
}

export function release({ loan }: Reserved, state: State): State {
  return loan === null ? state : withoutLoan(state, loan);
}
