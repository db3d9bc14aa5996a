/**
 * One state of a running program, as far as ownership goes: which places have been moved out of, which are on loan
 * while a call is being evaluated, and which objects are about to be written into. A place is a variable's id and a path,
 * written `3`, `3.a`, `3.p.c`. Immutable; equal states have equal keys.
 */
export interface State {
  readonly moved: readonly string[];
  readonly loans: readonly string[];
  readonly pending: readonly string[];
}

export const initial: State = { moved: [], loans: [], pending: [] };

export function keyOf({ moved, loans, pending }: State): string {
  return `${moved.join()}|${loans.join()}|${pending.join()}`;
}

export function isPrefix(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`);
}

/** P2: one path is a prefix of the other. */
export function conflicts(a: string, b: string): boolean {
  return isPrefix(a, b) || isPrefix(b, a);
}

export function withMoved(state: State, place: string): State {
  const moved = [...new Set([...state.moved.filter((it) => !isPrefix(place, it)), place])].sort();
  return { ...state, moved };
}

/** The place and all of its parts are there again (R1). */
export function withFilled(state: State, place: string): State {
  return { ...state, moved: state.moved.filter((it) => !isPrefix(place, it)) };
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
