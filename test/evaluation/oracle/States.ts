/**
 * One state of a running program, as far as ownership goes. A place is a variable's id and a path, written `3`, `3.a`,
 * `3.p.c`; the elements of a container, all together, are its part `*`. Immutable; equal states have equal keys.
 */
export interface State {
  /** Places that have been moved out of. */
  readonly moved: readonly string[];
  /** Places on loan while a call is being evaluated. */
  readonly loans: readonly string[];
  /** Objects that are about to be written into. */
  readonly pending: readonly string[];
  /** Named borrows (B1): the name's id and the place that it looks at, `7>3.a`. */
  readonly lent: readonly string[];
  /** Named borrows whose owner has been moved or overwritten since. */
  readonly stale: readonly string[];
  /** Tasks not awaited yet (B3): the name's id, or `!` when nothing can await it any more, and the place. */
  readonly tasks: readonly string[];
  /** What is known of flags: `8+`, `8-`. */
  readonly flags: readonly string[];
  /** Set while a call runs whose promise the caller drops (C5). */
  readonly detached: Detached | null;
}

/** What others see of a detached task from its first `await` on. */
export interface Detached {
  /** A call of an async function (C5); else a callback that runs later (C2). */
  readonly isCall: boolean;
  readonly awaited: boolean;
  /** What is missing while it is suspended. */
  readonly moved: readonly string[];
  readonly touched: readonly string[];
}

export const initial: State = {
  moved: [],
  loans: [],
  pending: [],
  lent: [],
  stale: [],
  tasks: [],
  flags: [],
  detached: null,
};

export function keyOf(state: State): string {
  const known = keys.get(state);
  if (known !== undefined) return known;
  const key = writeKey(state);
  keys.set(state, key);
  return key;
}

/** The same state is asked for its key in one set after the other. */
const keys = new WeakMap<State, string>();

function writeKey({ moved, loans, pending, lent, stale, tasks, flags, detached }: State): string {
  const seen =
    detached === null
      ? ""
      : `${detached.isCall} ${detached.awaited} ${detached.moved.join()} ${detached.touched.join()}`;
  return `${moved.join()}|${loans.join()}|${pending.join()}|${lent.join()}|${stale.join()}|${tasks.join()}|${flags.join()}|${seen}`;
}

export function isPrefix(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`);
}

/** P2: one path is a prefix of the other. */
export function conflicts(a: string, b: string): boolean {
  return isPrefix(a, b) || isPrefix(b, a);
}

export function rootOf(place: string): string {
  const dot = place.indexOf(".");
  return dot < 0 ? place : place.slice(0, dot);
}

export function parentOf(place: string): string | null {
  const dot = place.lastIndexOf(".");
  return dot < 0 ? null : place.slice(0, dot);
}

/** Sorted and without repetitions. */
export function including(items: readonly string[], ...added: readonly string[]): readonly string[] {
  if (items.length + added.length === 0) return items;
  return [...new Set([...items, ...added])].sort();
}

export function withMoved(state: State, place: string): State {
  return { ...state, moved: including(withoutPrefix(state.moved, place), place) };
}

/** The place and all of its parts are there again (R1). */
export function withFilled(state: State, place: string): State {
  const moved = withoutPrefix(state.moved, place);
  return moved.length === state.moved.length ? state : { ...state, moved };
}

function withoutPrefix(places: readonly string[], prefix: string): readonly string[] {
  return places.length === 0 ? places : places.filter((it) => !isPrefix(prefix, it));
}

export function withLoan(state: State, place: string): State {
  return { ...state, loans: [...state.loans, place] };
}

export function withoutLoan(state: State, place: string): State {
  const index = state.loans.lastIndexOf(place);
  return { ...state, loans: state.loans.filter((_, at) => at !== index) };
}

export function withPending(state: State, place: string): State {
  return { ...state, pending: [...state.pending, place] };
}

export function withoutPending(state: State): State {
  return { ...state, pending: state.pending.slice(0, -1) };
}

/** An entry of `lent` or `tasks`. */
export function loanEntry(name: number | string, place: string): string {
  return `${name}>${place}`;
}

export function holderOf(entry: string): string {
  return entry.slice(0, entry.indexOf(">"));
}

export function placeOfEntry(entry: string): string {
  return entry.slice(entry.indexOf(">") + 1);
}

/** Exactly the states that can be: nothing is joined, so nothing is approximated. */
export class StateSet {
  readonly #states = new Map<string, State>();

  static of(...states: readonly State[]): StateSet {
    const set = new StateSet();
    for (const state of states) set.add(state);
    return set;
  }

  get size(): number {
    return this.#states.size;
  }

  [Symbol.iterator](): IterableIterator<State> {
    return this.#states.values();
  }

  /** True when the state is new. */
  add(state: State): boolean {
    const key = keyOf(state);
    if (this.#states.has(key)) return false;
    this.#states.set(key, state);
    return true;
  }

  addAll(states: Iterable<State>): void {
    for (const state of states) this.add(state);
  }
}
