import { CopyOnWriteMap } from "../dataflow/CopyOnWriteMap.js";
import type { Body, Held, Invoke, Loan, Loop, Task, Walk } from "../ir/Body.js";
import type { Broken, Disturbance } from "./OwnershipState.js";
import { isLoopWithin } from "../ir/loops.js";
import { conflicts, isWithin, returnedKey, type Place } from "../ir/places.js";

/**
 * The promises that may not have settled yet, and where each of them is kept for sure (B3, C5). After each line of
 *
 *     const p = peekAsync(b);         // running: p's task, which has `b` on loan; kept in p
 *     if (cond()) await p;            // running, on one path
 *     take(b);                        // the task may still look at `b`
 *
 * A call in a loop starts many promises: `recent` is the latest, `older` stands for all before it. Only where a place
 * keeps a task on every path that has it running does awaiting the place end the task.
 */
export interface TaskState {
  readonly running: CopyOnWriteMap<Task, Running>;
  readonly kept: CopyOnWriteMap<Place, ReadonlySet<Task>>;
}

export interface Running {
  /** What it may look at until it has settled. */
  readonly loans: ReadonlySet<Loan>;
  /** Async closures that run on in it. */
  readonly invokes: ReadonlySet<Invoke>;
  /** What it was looking at, and lost. */
  readonly broken: ReadonlySet<Broken>;
  /** It may have failed, and whoever has waited for it goes on nevertheless. */
  readonly mayHaveFailed: boolean;
}

const nothing: ReadonlySet<never> = new Set<never>();

export function noTasks(): TaskState {
  return { running: new CopyOnWriteMap(), kept: new CopyOnWriteMap() };
}

export function cloneTasks({ running, kept }: TaskState): TaskState {
  return { running: running.clone(), kept: kept.clone() };
}

/** Joins `from` into `into`: more runs, less is kept. True when `into` changed. */
export function joinTasks(into: TaskState, from: TaskState): boolean {
  if (into.running.size + from.running.size === 0) return false;
  let changed = false;
  for (const place of new Set([...into.kept.keys(), ...from.kept.keys()])) {
    const here = into.kept.get(place) ?? nothing;
    const there = from.kept.get(place) ?? nothing;
    const both = new Set(
      [...here, ...there].filter(
        (task) => (here.has(task) || !into.running.has(task)) && (there.has(task) || !from.running.has(task)),
      ),
    );
    if (both.size === here.size && [...both].every((task) => here.has(task))) continue;
    into.kept.set(place, both);
    changed = true;
  }
  for (const [task, running] of from.running) {
    const known = into.running.get(task);
    const joined = known === undefined ? running : joinRunning(known, running);
    if (joined === known) continue;
    into.running.set(task, joined);
    changed = true;
  }
  return changed;
}

function joinRunning(a: Running, b: Running): Running {
  const loans = new Set([...a.loans, ...b.loans]);
  const invokes = new Set([...a.invokes, ...b.invokes]);
  const broken = new Set([...a.broken, ...b.broken]);
  const mayHaveFailed = a.mayHaveFailed || b.mayHaveFailed;
  const grown =
    loans.size > a.loans.size ||
    invokes.size > a.invokes.size ||
    broken.size > a.broken.size ||
    mayHaveFailed !== a.mayHaveFailed;
  return grown ? { loans, invokes, broken, mayHaveFailed } : a;
}

/** Only who kept the latest promise and all before it keeps all of the older ones now. */
function startOlder(state: TaskState, task: Task, previous: Running): void {
  const { running, kept } = state;
  const { older } = task;
  if (older === null) return;
  const known = running.get(older);
  for (const [place, tasks] of kept) {
    const keepsAll = tasks.has(task) && (known === undefined || tasks.has(older));
    const others = [...tasks].filter((each) => each !== task && each !== older);
    kept.set(place, new Set(keepsAll ? [...others, older] : others));
  }
  running.set(older, known === undefined ? previous : joinRunning(known, previous));
}

/** A call makes its promise; the one that it made before, if that still runs, is an older one from here on. */
export function startTask(state: TaskState, task: Task, started: Pick<Running, "loans" | "invokes">): void {
  const { running, kept } = state;
  const previous = running.get(task);
  if (previous !== undefined) startOlder(state, task, previous);
  for (const [place, tasks] of kept) {
    if (tasks.has(task)) kept.set(place, new Set([...tasks].filter((each) => each !== task)));
  }
  running.set(task, { ...started, broken: nothing, mayHaveFailed: false });
}

/** What a value holds is kept in a place; `replaces`: with whatever was there gone. */
export function keepTasks(state: TaskState, place: Place, held: Held, replaces: boolean): void {
  const before = state.kept.get(place) ?? nothing;
  const tasks = tasksOf(state, held);
  if (replaces) {
    for (const other of state.kept.keys()) if (isWithin(other, place)) state.kept.delete(other);
    if (tasks.size > 0) state.kept.set(place, tasks);
  } else if (tasks.size > 0) state.kept.set(place, new Set([...before, ...tasks]));
}

/** What comes after these promises comes even if they fail. */
export function handleFailure(state: TaskState, held: Held): void {
  for (const task of tasksOf(state, held)) {
    const running = state.running.get(task);
    if (running?.mayHaveFailed === false) state.running.set(task, { ...running, mayHaveFailed: true });
  }
}

/** The promises that are held have settled. What ran on in them has come to its end. */
export function settleTasks(state: TaskState, held: Held, walk: Walk | null = null): readonly Running[] {
  if (walk !== null && mayHaveSkipped(state, walk)) return [];
  const settled: Running[] = [];
  const walked = walk === null ? null : tasksOf(state, walk.since);
  for (const task of tasksOf(state, held)) {
    if (walked?.has(task) === false) continue;
    const running = state.running.get(task);
    if (running !== undefined) settled.push(running);
    state.running.delete(task);
  }
  return settled;
}

/** In some round of the loop its promise was not awaited. */
function mayHaveSkipped({ running }: TaskState, { round }: Walk): boolean {
  return round !== null && (running.has(round) || (round.older !== null && running.has(round.older)));
}

function tasksOf({ kept, running }: TaskState, held: Held): ReadonlySet<Task> {
  const tasks = new Set(held.tasks.filter((task) => running.has(task)));
  for (const place of held.keepers) {
    for (const task of kept.get(place) ?? nothing) if (running.has(task)) tasks.add(task);
  }
  return tasks;
}

/**
 * The place is moved or written: whoever looks at it in a promise has lost it, which is said once (M5). `settled`: what will
 * be over when that happens, and so loses nothing by it.
 */
export function breakTasks(
  state: TaskState,
  place: Place,
  settled: Held,
  breakLoan: (loan: Loan) => Broken,
): readonly Broken[] {
  const { running } = state;
  const spared = tasksOf(state, settled);
  for (const task of spared) {
    const each = running.get(task);
    if (each === undefined) continue;
    const loans = new Set([...each.loans].filter((loan) => !isWithin(loan.place, place)));
    running.set(task, { ...each, loans });
  }
  return loseLoans(state, spared, (loan) => conflicts(loan.place, place), breakLoan);
}

/** Others run, of whom one writes to the place: whoever looks at it in a promise that runs meanwhile has lost it. */
export function breakMeanwhile(
  state: TaskState,
  place: Place,
  { at, after }: Pick<Disturbance, "at" | "after">,
  breakLoan: (loan: Loan) => Broken,
): readonly Broken[] {
  // What a function looks at itself, it looks at before or after it writes.
  const isHit = (loan: Loan): boolean => loan.at !== at && conflicts(loan.place, place);
  return loseLoans(state, tasksOf(state, after), isHit, breakLoan);
}

function loseLoans(
  { running }: TaskState,
  spared: ReadonlySet<Task>,
  isHit: (loan: Loan) => boolean,
  breakLoan: (loan: Loan) => Broken,
): readonly Broken[] {
  const all: Broken[] = [];
  for (const [task, each] of running) {
    const hit = spared.has(task) ? [] : [...each.loans].filter(isHit).map(breakLoan);
    if (hit.length === 0) continue;
    const lost = new Set(hit.map(({ loan }) => loan));
    const loans = new Set([...each.loans].filter((loan) => !lost.has(loan)));
    running.set(task, { ...each, loans, broken: new Set([...each.broken, ...hit]) });
    all.push(...hit);
  }
  return all;
}

/** The iterators of loops that are left have been dropped. */
export function dropIterators({ running }: TaskState, loop: Loop | null): void {
  for (const task of running.keys()) {
    if (task.within !== null && !isLoopWithin(loop, task.within)) running.delete(task);
  }
}

/** How a body hands a promise out to its caller, if it does. */
export function returnedAs(
  { places }: Body,
  { kept }: TaskState,
  task: Task,
): "itself" | "elements" | "all" | null {
  const returned = places.root(returnedKey, "", null);
  if (kept.get(returned)?.has(task) === true) return "itself";
  for (const level of ["elements", "all"] as const) {
    if (kept.get(places.part(returned, `(${level})`, "", null))?.has(task) === true) return level;
  }
  return null;
}
