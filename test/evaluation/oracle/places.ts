import { shapeAt } from "../language/shapes.js";
import type { Name, PlaceExpr, Variable } from "../language/syntax.js";
import { isComputed, placeOfLoan, type Run } from "./Run.js";
import { touch } from "./detached.js";
import {
  conflicts,
  holderOf,
  including,
  isPrefix,
  loanEntry,
  parentOf,
  placeOfEntry,
  withFilled,
  withMoved,
  withPending,
  withoutPending,
  type State,
} from "./States.js";

export function pathOf({ variable, path }: PlaceExpr): string {
  return [variable.id, ...path].join(".");
}

/** All elements of a container, which have no places of their own (P3). */
export function elementsOf(container: string): string {
  return `${container}.*`;
}

/** An element, by a name that an iteration has given it. */
function namedElementsOf(elements: string): string {
  return `${elements}.named`;
}

function isElement(place: string): boolean {
  return place.endsWith(".*");
}

/** A use of any kind (M4). After an error the place counts as there (M5). */
export function use(run: Run, state: State, place: string, at: object): State {
  if (isInComputed(state, place)) run.unspecified = true;
  let result = touch(run, state, place, "read");
  if (isBorrowing(result, place)) result = useName(run, result, Number(place), at);
  const dead = result.moved.filter((it) => conflicts(it, place));
  if (dead.length === 0) return result;
  run.report(at, dead[0] ?? place);
  return { ...result, moved: result.moved.filter((it) => !dead.includes(it)) };
}

/** It is part of a reserved receiver that is no place as written. */
export function isInComputed({ loans }: State, place: string): boolean {
  return loans.some((it) => isComputed(it) && conflicts(placeOfLoan(it), place));
}

/** The element that an iteration hands out is a borrow until it is moved (K1). */
function isBorrowing(state: State, place: string): boolean {
  return (
    !place.includes(".") && (state.stale.includes(place) || state.lent.some((it) => holderOf(it) === place))
  );
}

export function move(run: Run, state: State, place: string, at: object): State {
  const used = use(run, state, place, at);
  // P3: a shared slot is never moved out of.
  if (isElement(place)) {
    run.report(at, place);
    return used;
  }
  // B1: an owner on loan stays where it is; M6: so does a reserved receiver.
  if (used.loans.some((it) => conflicts(placeOfLoan(it), place))) run.report(at, place);
  if (run.elements.has(place)) run.consuming.add(Number(place));
  const taken = touch(run, leaveContainer(run, used, place, at), place, "move");
  return withMoved(endLoans(run, taken, place, at), place);
}

/** Moving the element of an iteration leaves a hole in the container: what looks at some element may look at this one. */
function leaveContainer(run: Run, state: State, place: string, at: object): State {
  const source = state.lent.find((it) => holderOf(it) === place);
  if (source === undefined) return state;
  const lent = state.lent.filter((it) => it !== source);
  const elements = placeOfEntry(source);
  return withMoved(endLoans(run, { ...state, lent }, elements, at, "step"), elements);
}

/**
 * Borrows of what is moved or overwritten must not be used again (B1); a task would (B3). `step`: it is an element that an
 * iteration has come to, and so none that it has named before.
 */
export function endLoans(
  run: Run,
  state: State,
  place: string,
  at: object,
  how: "move" | "write" | "step" = "move",
): State {
  const hits = (entry: string): boolean => {
    const it = placeOfEntry(entry);
    // Iterations go on when elements come and go.
    if (isElement(place)) return it === place || (how !== "step" && it === namedElementsOf(place));
    return conflicts(it, place);
  };
  const ended = state.lent.filter(hits);
  const running = state.tasks.filter((it) => conflicts(placeOfEntry(it), place));
  if (ended.length === 0 && running.length === 0) return state;
  for (const it of running) {
    if (holderOf(it) === droppedTask) run.unspecified = true;
    else run.report(at, place);
  }
  const endedNames = new Set(ended.map(holderOf));
  const endedTasks = new Set(running.map(holderOf));
  // R4: an element that the iteration owns has left its container before that is emptied or replaced.
  const isStale = (holder: string): boolean => how !== "write" || !run.ownsElement(holder);
  return {
    ...state,
    lent: state.lent.filter((it) => !endedNames.has(holderOf(it))),
    stale: including(state.stale, ...[...endedNames].filter(isStale).map((it) => staleName(it, how))),
    tasks: state.tasks.filter((it) =>
      holderOf(it) === droppedTask ? !running.includes(it) : !endedTasks.has(holderOf(it)),
    ),
  };
}

/** A borrow or a task looks at the place. */
export function isLent(state: State, place: string): boolean {
  return [...state.lent, ...state.tasks].some((it) => conflicts(placeOfEntry(it), place));
}

function staleName(holder: string, how: "move" | "write" | "step"): string {
  return how === "write" && holder.startsWith("i") ? replaced(holder) : holder;
}

/** The name under which the iteration `id` borrows its container. */
export function stepOf(id: number): string {
  return `i${id}`;
}

/** Such a name, when the container has been replaced by another and not moved away. */
export function replaced(step: string): string {
  return `${step}?`;
}

/** The holder of a loan that nothing can end. */
export const droppedTask = "!";

export function write(run: Run, state: State, place: string, at: object): State {
  let result = touch(run, state, place, "write");
  const parent = parentOf(place);
  // R1: writing a part uses its parent, though other parts of it may be missing.
  const missing = parent === null ? [] : result.moved.filter((it) => isPrefix(it, parent));
  if (missing.length > 0) {
    run.report(at, parent ?? place);
    result = { ...result, moved: result.moved.filter((it) => !missing.includes(it)) };
  }
  if (state.loans.some((it) => conflicts(placeOfLoan(it), place))) run.report(at, place);
  if (state.pending.some((it) => isPrefix(place, it))) run.unspecified = true;
  return withFilled(endLoans(run, result, place, at, "write"), place);
}

/** The base of what is written is evaluated before the value. */
export function reaching(state: State, target: PlaceExpr): State {
  const base = parentOf(pathOf(target));
  return base === null ? state : withPending(state, base);
}

export function reached(state: State, target: PlaceExpr): State {
  return target.path.length === 0 ? state : withoutPending(state);
}

/** A new variable: what its name stood for in the last round of a loop is out of reach, and no borrow of it is told. */
export function declare(state: State, { id }: Variable): State {
  const place = String(id);
  return {
    ...withFilled(state, place),
    lent: state.lent.filter((it) => holderOf(it) !== place && !isPrefix(place, placeOfEntry(it))),
    stale: state.stale.filter((it) => it !== place),
  };
}

/** `name` looks at a place, or at nothing that can be moved away. */
export function bindName(run: Run, state: State, { id }: Name, place: string | null): State {
  const lent = state.lent.filter((it) => holderOf(it) !== String(id));
  for (const it of lookedAt(run, state, place)) run.everLent.add(loanEntry(id, it));
  return {
    ...state,
    lent: including(lent, ...lookedAt(run, state, place).map((it) => loanEntry(id, it))),
    stale: state.stale.filter((it) => it !== String(id)),
  };
}

/** What is on loan to somebody who looks at a place: that place and, of an element under a name, its container (B1). */
export function lookedAt(run: Run, state: State, place: string | null): readonly string[] {
  if (place === null) return [];
  if (run.ownsElement(place)) return [place];
  const elements = state.lent.filter((it) => holderOf(it) === place).map(placeOfEntry);
  return [place, ...elements.map(namedElementsOf)];
}

/** The nearest of the places that a name looks at. */
export function placeOfName(state: State, { id }: Name): string | null {
  const places = state.lent.filter((it) => holderOf(it) === String(id)).map(placeOfEntry);
  return places.find((it) => !it.endsWith(".named")) ?? places[0] ?? null;
}

export function useName(run: Run, state: State, id: number, at: object): State {
  // B3: a task looks at what the borrows look at that it uses.
  const looked = state.lent.filter((it) => holderOf(it) === String(id)).map(placeOfEntry);
  if (looked.some((it) => isInComputed(state, it))) run.unspecified = true;
  const used = looked.reduce((it, place) => touch(run, it, place, "read"), state);
  if (!used.stale.includes(String(id))) return used;
  run.report(at, String(id));
  return { ...used, stale: used.stale.filter((it) => it !== String(id)) };
}

/** F3: reading a member of `o!` may throw, for the compiler was only told that `o` is there. */
export function reach(run: Run, receiver: object, state: State): void {
  if (!isNonNull(receiver)) return;
  if (shapeAt(receiver.variable.shape, receiver.path) === "optional") run.raise(state);
  // A needless `!`: by its type the value is there, by its spelling the author was not sure.
  else if (run.tries > 0) run.unspecified = true;
}

function isNonNull(node: object): node is PlaceExpr {
  return "spelling" in node && node.spelling === "non-null";
}
