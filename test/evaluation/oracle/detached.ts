import type { Run } from "./Run.js";
import { including, isPrefix, loanEntry, type Detached, type State } from "./States.js";

/**
 * A task whose promise the caller drops (C5): it runs to its first `await` at the call, and the caller goes on whenever it
 * is suspended. So what is missing at any of its suspensions, its end among them, is missing for the caller; and what it
 * reads or writes after the first is on loan for ever (B3).
 */
export function detach(run: Run, state: State): State {
  // By the choice of C5 it is never known to have come to its end, though it may not be suspended at all.
  const awaited = run.choices.has("C5");
  return { ...state, detached: { isCall: true, awaited, moved: awaited ? state.moved : [], touched: [] } };
}

/** The task may be suspended here: from now on its caller runs, too. */
export function suspend(state: State): State {
  const { detached } = state;
  if (detached === null) return state;
  const moved = including(detached.moved, ...state.moved);
  return { ...state, detached: { ...detached, awaited: true, moved } };
}

export function touch(run: Run, state: State, place: string, how: "read" | "move" | "write"): State {
  if (state.detached?.awaited !== true) return state;
  const { moved, touched } = state.detached;
  const late = isGone(run, state.detached, how) ? including(moved, place) : moved;
  return { ...state, detached: { ...state.detached, moved: late, touched: including(touched, place) } };
}

/** Whether the caller does without the place from the call on, whatever it gets back. */
function isGone(run: Run, { isCall }: Detached, how: "read" | "move" | "write"): boolean {
  // C2: what a callback moves that runs later has left when it is handed over.
  if (!isCall) return how === "move";
  return run.choices.has("C5") && how !== "read";
}

/** What the caller goes on with. `isLocal` tells what nobody but the task can see. */
export function attach(state: State, isLocal: (place: string) => boolean): State {
  const { detached } = suspend(state);
  if (state.detached?.awaited !== true || detached === null) return { ...state, detached: null };
  const touched = detached.touched.filter((it) => !isLocal(it));
  return {
    ...state,
    detached: null,
    moved: detached.moved.filter((it) => !detached.moved.some((by) => by !== it && isPrefix(by, it))),
    tasks: including(state.tasks, ...touched.map((it) => loanEntry("!", it))),
  };
}
