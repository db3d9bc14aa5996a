import { including, isPrefix, loanEntry, type State } from "./States.js";

/**
 * A task whose promise the caller drops (C5): it runs to its first `await` at the call. What it moves after that counts
 * as moved at the call, what it fills after that is never known to be filled, and what it reads is on loan for ever (B3).
 */
export function detach(state: State): State {
  return { ...state, detached: { isCall: true, awaited: false, moved: [], touched: [] } };
}

/** The task may be suspended here: from now on its caller runs, too. */
export function suspend(state: State): State {
  if (state.detached === null || state.detached.awaited) return state;
  return { ...state, detached: { ...state.detached, awaited: true, moved: state.moved } };
}

export function touch(state: State, place: string, how: "read" | "move" | "write"): State {
  if (state.detached?.awaited !== true) return state;
  const { moved, touched, isCall } = state.detached;
  const isGone = how === "move" || (how === "write" && isCall);
  const late = isGone ? including(moved, place) : moved;
  return { ...state, detached: { ...state.detached, moved: late, touched: including(touched, place) } };
}

/** What the caller goes on with. `isLocal` tells what nobody but the task can see. */
export function attach(state: State, isLocal: (place: string) => boolean): State {
  const { detached } = state;
  if (detached?.awaited !== true) return { ...state, detached: null };
  const touched = detached.touched.filter((it) => !isLocal(it));
  return {
    ...state,
    detached: null,
    moved: detached.moved.filter((it) => !detached.moved.some((by) => by !== it && isPrefix(by, it))),
    tasks: including(state.tasks, ...touched.map((it) => loanEntry("!", it))),
  };
}
