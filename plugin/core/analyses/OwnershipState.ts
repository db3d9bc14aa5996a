import { CopyOnWriteMap } from "../dataflow/CopyOnWriteMap.js";
import { CopyOnWriteSet } from "../dataflow/CopyOnWriteSet.js";
import type { Span } from "../findings.js";
import type { Held, Loan, Move } from "../ir/Body.js";
import type { MoveId } from "../ir/ids.js";
import { conflicts, isWithin, type Place } from "../ir/places.js";
import { cloneTasks, joinTasks, noTasks, type TaskState } from "./tasks.js";

/**
 * What may be true of places at a point. A place that is absent from `moved` is live on every path. After each line of
 *
 *     function t(p: Pair) {
 *       take(p.a);                  // p.a: moved by take
 *       if (cond()) p.a = mk();     // p.a: moved by take, or live
 *       takePair(p);                // use of p, a part of which may be missing
 *     }
 *
 * A move that came round a loop's back edge is kept apart from the same move made in this iteration, for the report
 * differs (`moved-in-loop`).
 */
export interface OwnershipState {
  readonly moved: CopyOnWriteMap<Place, Moved>;
  /** Empty places that others may see: they must be filled before other code may run (C4). */
  readonly holes: CopyOnWriteSet<Place>;
  /** Places that a function sees which may run at any time; from here on they are shared slots (C3). */
  readonly escaped: CopyOnWriteMap<Place, readonly Escape[]>;
  /** Places that functions write to which may run at any time: a named borrow of them does not last (B1, C3). */
  readonly disturbed: CopyOnWriteMap<Place, readonly Disturbance[]>;
  /** What each named borrow looks at. */
  readonly loans: CopyOnWriteMap<Place, ReadonlySet<Loan>>;
  /** Named borrows whose owner was moved or overwritten: using them is the mistake, the move its place (B1). */
  readonly broken: CopyOnWriteMap<Place, Broken>;
  /** Named borrows of captures that others may have written to since: the code was suspended (C4). */
  readonly suspended: CopyOnWriteSet<Place>;
  /** `const x = this.b`: an owner if `this.b` is refilled at once (R3), else a borrow. By the hole, not yet decided. */
  readonly undecided: CopyOnWriteMap<Place, Place>;
  /** Names for shared slots that turned out to be borrows (P3). */
  readonly borrows: CopyOnWriteSet<Place>;
  /** Promises that may not have settled. */
  readonly tasks: TaskState;
  /** Captured places that were written on every path from the body's entry. */
  readonly filled: CopyOnWriteSet<Place>;
}

export interface Escape {
  readonly at: Span;
}

/** A function was given away `at` somewhere; it writes to a place `by` some expression within. */
export interface Disturbance {
  readonly at: Span;
  readonly by: Span;
  /** It does not run before the code that gave it away is suspended or has come to its end (C2). */
  readonly waits: boolean;
  /** It runs once these promises have settled. */
  readonly after: Held;
}

export interface Moved {
  /** Ascending, without duplicates. None: a use was reported here, and nothing is left to say (M5). */
  readonly moves: readonly ReachingMove[];
  /** On some path the place is live. */
  readonly maybeLive: boolean;
}

export interface Broken {
  readonly by: Span;
  readonly loan: Loan;
}

/** A move's id doubled; odd: over a back edge of a loop that holds the move. */
export type ReachingMove = number;

export function moveOf(reaching: ReachingMove): MoveId {
  return (reaching >> 1) as MoveId;
}

export function isOverBackEdge(reaching: ReachingMove): boolean {
  return (reaching & 1) === 1;
}

export function emptyState(): OwnershipState {
  return {
    moved: new CopyOnWriteMap(),
    holes: new CopyOnWriteSet(),
    escaped: new CopyOnWriteMap(),
    disturbed: new CopyOnWriteMap(),
    loans: new CopyOnWriteMap(),
    broken: new CopyOnWriteMap(),
    suspended: new CopyOnWriteSet(),
    undecided: new CopyOnWriteMap(),
    borrows: new CopyOnWriteSet(),
    tasks: noTasks(),
    filled: new CopyOnWriteSet(),
  };
}

export function cloneState(state: OwnershipState): OwnershipState {
  return {
    moved: state.moved.clone(),
    holes: state.holes.clone(),
    escaped: state.escaped.clone(),
    disturbed: state.disturbed.clone(),
    loans: state.loans.clone(),
    broken: state.broken.clone(),
    suspended: state.suspended.clone(),
    undecided: state.undecided.clone(),
    borrows: state.borrows.clone(),
    tasks: cloneTasks(state.tasks),
    filled: state.filled.clone(),
  };
}

/** Joins `from` into `into`; true when `into` changed. Everything grows but `filled`, `undecided` and what tasks are kept. */
export function joinStates(into: OwnershipState, from: OwnershipState): boolean {
  let changed = joinUndecided(into, from);
  changed = joinTasks(into.tasks, from.tasks) || changed;
  if (!into.moved.sharesWith(from.moved)) changed = joinAllMoved(into, from) || changed;
  for (const hole of from.holes) changed = into.holes.add(hole) || changed;
  for (const holder of from.suspended) changed = into.suspended.add(holder) || changed;
  for (const borrow of from.borrows) changed = into.borrows.add(borrow) || changed;
  for (const [place, escapes] of from.escaped) {
    for (const escape of escapes) changed = addEscape(into, place, escape) || changed;
  }
  for (const [place, disturbances] of from.disturbed) {
    for (const each of disturbances) changed = addDisturbance(into, place, each) || changed;
  }
  for (const [holder, broken] of from.broken) {
    if (into.broken.has(holder)) continue;
    into.broken.set(holder, broken);
    changed = true;
  }
  for (const [holder, loans] of from.loans) {
    const known = into.loans.get(holder);
    if (known === loans) continue;
    if (known === undefined) into.loans.set(holder, loans);
    else if ([...loans].every((loan) => known.has(loan))) continue;
    else into.loans.set(holder, new Set([...known, ...loans]));
    changed = true;
  }
  return joinFilled(into, from) || changed;
}

/** Where one path has filled a whole and the other a part of it, the part is filled on both. */
function joinFilled(into: OwnershipState, from: OwnershipState): boolean {
  const lost = [...into.filled].filter((place) => !isFilled(from, place));
  const parts = [...from.filled].filter((place) => !into.filled.has(place) && isFilled(into, place));
  const shrinks = lost.length > 0;
  for (const place of parts) into.filled.add(place);
  for (const place of lost) into.filled.delete(place);
  return shrinks;
}

function joinAllMoved(into: OwnershipState, from: OwnershipState): boolean {
  let changed = false;
  for (const [place, moved] of into.moved) {
    if (!moved.maybeLive && !from.moved.has(place)) {
      into.moved.set(place, { ...moved, maybeLive: true });
      changed = true;
    }
  }
  for (const [place, moved] of from.moved) {
    const known = into.moved.get(place);
    if (known === moved) continue;
    const joined = known === undefined ? { ...moved, maybeLive: true } : joinMoved(known, moved);
    if (joined === known) continue;
    into.moved.set(place, joined);
    changed = true;
  }
  return changed;
}

function joinUndecided(into: OwnershipState, from: OwnershipState): boolean {
  let changed = false;
  for (const [hole, name] of into.undecided) {
    if (!from.holes.has(hole) || from.undecided.get(hole) === name) continue;
    into.undecided.delete(hole);
    changed = true;
  }
  for (const [hole, name] of from.undecided) {
    if (into.holes.has(hole)) continue;
    into.undecided.set(hole, name);
    changed = true;
  }
  return changed;
}

function joinMoved(a: Moved, b: Moved): Moved {
  const moves = merge(a.moves, b.moves);
  const maybeLive = a.maybeLive || b.maybeLive;
  return moves.length === a.moves.length && maybeLive === a.maybeLive ? a : { moves, maybeLive };
}

/** Both ascend. A merge, for a place may be moved on thousands of paths that meet one by one. */
function merge(a: readonly ReachingMove[], b: readonly ReachingMove[]): readonly ReachingMove[] {
  if (b.length === 0 || a === b) return a;
  const merged: ReachingMove[] = [];
  let index = 0;
  for (const move of a) {
    for (let other = b[index]; other !== undefined && other <= move; other = b[++index]) {
      if (other < move) merged.push(other);
    }
    merged.push(move);
  }
  return merged.concat(b.slice(index));
}

export function sortedUnique(moves: readonly ReachingMove[]): readonly ReachingMove[] {
  return [...new Set(moves)].sort((a, b) => a - b);
}

/** The place is live again, with all of its parts. True when the state changed. */
export function revive(state: OwnershipState, place: Place): boolean {
  let changed = forget(state, place);
  for (const part of place.parts.values()) changed = revive(state, part) || changed;
  return changed;
}

/** A report has been made: from here on the place counts as live, and as live on no path that would soften a report. */
export function settleReported(state: OwnershipState, place: Place): void {
  forget(state, place);
  state.moved.set(place, { moves: [], maybeLive: false });
}

/** The moves that may have emptied the place; undefined where there is nothing to report. */
export function movedAt(state: OwnershipState, place: Place): Moved | undefined {
  const moved = state.moved.get(place);
  return moved === undefined || moved.moves.length === 0 ? undefined : moved;
}

/** T10: the move has not taken place, and what looks at the place sees it still. */
export function giveBack(state: OwnershipState, { place, at }: Pick<Move, "place" | "at">): void {
  forget(state, place);
  for (const [holder, { by }] of state.broken) if (by === at) state.broken.delete(holder);
}

export function forget(state: OwnershipState, place: Place): boolean {
  state.holes.delete(place);
  state.undecided.delete(place);
  return state.moved.delete(place);
}

/** Named borrows of a place, its parent or its parts look at nothing from here on. */
export function breakLoans(
  state: OwnershipState,
  place: Place,
  by: Span,
  concerns: (holder: Place) => boolean = () => true,
): void {
  for (const [holder, loans] of state.loans) {
    // What broke it first is what is told (M5).
    if (!concerns(holder) || state.broken.has(holder)) continue;
    for (const loan of loans) {
      if (conflicts(loan.place, place) && !isWithin(place, holder)) state.broken.set(holder, { by, loan });
    }
  }
}

/** Who may look at the place at any time. */
export function escapesOf({ escaped }: OwnershipState, place: Place): readonly Escape[] {
  if (escaped.size === 0) return noEscapes;
  return [...escaped].flatMap(([seen, escapes]) => (conflicts(seen, place) ? escapes : noEscapes));
}

const noEscapes: readonly Escape[] = [];

/** The first of them, if there are any. */
export function escapeOf(state: OwnershipState, place: Place): Escape | null {
  return escapesOf(state, place)[0] ?? null;
}

export function addEscape(state: OwnershipState, place: Place, escape: Escape): boolean {
  const known = state.escaped.get(place) ?? [];
  if (known.some(({ at }) => at === escape.at)) return false;
  state.escaped.set(place, [...known, escape]);
  return true;
}

export function addDisturbance(state: OwnershipState, place: Place, disturbance: Disturbance): boolean {
  const known = state.disturbed.get(place) ?? [];
  if (known.some(({ at }) => at === disturbance.at)) return false;
  state.disturbed.set(place, [...known, disturbance]);
  return true;
}

/** Whoever got the place there is done with it. */
export function endEscape(state: OwnershipState, place: Place, at: Span): void {
  dropFrom(state.escaped, place, at);
  dropFrom(state.disturbed, place, at);
}

function dropFrom<T extends { readonly at: Span }>(
  map: CopyOnWriteMap<Place, readonly T[]>,
  place: Place,
  at: Span,
): void {
  const left = (map.get(place) ?? []).filter((each) => each.at !== at);
  if (left.length === 0) map.delete(place);
  else map.set(place, left);
}

/** Who writes to the place, or to what it is part of, whenever it likes. */
export function disturbancesOf(state: OwnershipState, place: Place): readonly Disturbance[] {
  return [...state.disturbed].flatMap(([written, by]) => (conflicts(written, place) ? by : []));
}

export function isFilled(state: OwnershipState, place: Place): boolean {
  for (let at: Place | null = place; at !== null; at = at.parent) if (state.filled.has(at)) return true;
  return false;
}
