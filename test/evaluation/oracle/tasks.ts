import type { Name } from "../language/syntax.js";
import { droppedTask, isInComputed, lookedAt } from "./places.js";
import type { Run } from "./Run.js";
import { holderOf, including, loanEntry, placeOfEntry, type State } from "./States.js";

/** `const t = peekLater(place)`. The task of the same name from an earlier round of a loop can be awaited no more (B3). */
export function startTask(run: Run, state: State, { id }: Name, place: string | null): State {
  const earlier = state.tasks.filter((it) => holderOf(it) === String(id));
  const others = state.tasks.filter((it) => holderOf(it) !== String(id));
  const dropped = earlier.map((it) => loanEntry(droppedTask, placeOfEntry(it)));
  return {
    ...state,
    tasks: including(others, ...dropped, ...lookedAt(run, state, place).map((it) => loanEntry(id, it))),
  };
}

/** B3: the loan ends when the promise is awaited. */
export function awaitTask(run: Run, state: State, { id }: Name): State {
  const ended = state.tasks.filter((it) => holderOf(it) === String(id));
  // A receiver that is no place may have left before this or not (M6).
  if (ended.some((it) => isInComputed(state, placeOfEntry(it)))) run.unspecified = true;
  return { ...state, tasks: state.tasks.filter((it) => !ended.includes(it)) };
}
