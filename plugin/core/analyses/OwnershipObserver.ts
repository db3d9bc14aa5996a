import type { Effect } from "../effects/effectsOf.js";
import type { Span } from "../findings.js";
import type { Interference, Loan, Move, Task } from "../ir/Body.js";
import type { Place } from "../ir/places.js";
import type { Broken, Escape, Moved, OwnershipState } from "./OwnershipState.js";
import type { Requirement } from "./Summary.js";

export type UseEffect = Extract<Effect, { kind: "use" | "write-into" | "empty" }>;

export type Interruption = Extract<Effect, { kind: "interrupt" }>;

/** What the check and the summaries want to see while effects are folded once more over the fixpoint. */
export interface OwnershipObserver {
  /** The state in which an effect comes. Not to be kept: it goes on changing. */
  before?(effect: Effect, state: OwnershipState): void;
  /** A place is used of which itself, a parent, or a part may have been moved. */
  usedAfterMove?(effect: UseEffect, moved: Moved, place: Place): void;
  /** A borrow is used whose owner was moved or overwritten. */
  usedBrokenLoan?(use: Extract<Effect, { kind: "use" }>, holder: Place, broken: Broken): void;
  /** What was lent to a call was moved or overwritten before the call returned, or its promise settled. */
  brokenLoan?(broken: Broken): void;
  /** The promise that has lost it is awaited. */
  awaitedBroken?(broken: Broken, at: Span, text: string): void;
  /** What the caller only lends is looked at by a promise that neither settles nor is handed to the caller. */
  outlives?(task: Task, loan: Loan): void;
  /** Something captured is on loan to a promise while other code may run. */
  lentMeanwhile?(place: Place): void;
  /** Other code may run, or the body ends (null), while a shared slot is empty. */
  holeLeftOpen?(hole: Place, moved: Moved, by: Interference | null, escape: Escape | null): void;
  /** A name for a shared slot is consumed, though the slot was not refilled (P3). */
  consumedBorrow?(move: Move): void;
  /** Something captured is empty while whoever started this body goes on. */
  heldEmpty?(place: Place): void;
  /** Something captured is used that need not have been written by this body. */
  requires?(place: Place, requirement: Requirement): void;
  /** Something captured is used, written or moved. */
  touches?(place: Place): void;
  takes?(place: Place, at: Span): void;
  /** A value is put into something captured. */
  stores?(place: Place, at: Span): void;
  /** Something captured is moved or overwritten. */
  writes?(place: Place, at: Span): void;
  reached?(effect: Extract<Effect, { kind: "report" }>): void;
}
