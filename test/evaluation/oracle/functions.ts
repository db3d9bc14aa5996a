import type { Expr, Stmt, Variable } from "../language/syntax.js";
import { boundIn } from "../language/walk.js";
import { attach, detach, suspend } from "./detached.js";
import { each, plain, type Outcome } from "./outcomes.js";
import { declare, droppedTask, endLoans } from "./places.js";
import type { Exits, LocalFunction, Run } from "./Run.js";
import { statements } from "./statements.js";
import {
  StateSet,
  holderOf,
  including,
  initial,
  keyOf,
  placeOfEntry,
  rootOf,
  withMoved,
  type State,
} from "./States.js";
import { inOrder } from "./values.js";

type Call = Extract<Expr, { kind: "call" }>;

/**
 * C1: a call runs the body in the state of the call, on the variables that it captures. A promise that is awaited at
 * once makes no difference but that others run before the `await` comes back; of one that is dropped, the caller sees
 * what `attach` says, and no exception (C5).
 */
export function call(run: Run, expr: Call, state: State): readonly Outcome[] {
  const callee = run.functions.get(expr.callee.id);
  if (callee === undefined) throw new Error(`no function ${expr.callee.name}`);
  return each(inOrder(run, expr.arguments, state, "move"), ({ state: at }) => {
    const dropped = callee.isAsync && !expr.awaited;
    // C5: what the callee puts back counts once its promise is awaited.
    if (callee.isAsync && expr.awaited) run.letOthersRun(at);
    const { ended, raised } = activate(run, callee, at, dropped);
    if (dropped) return [...droppedAt(run, at, { ended, raised })].flatMap(plain);
    if (!expr.awaited) return [...left(run, at, { ended, raised })].flatMap(plain);
    return [...left(run, at, { ended: suspended(ended), raised: suspended(raised) })].flatMap(plain);
  });
}

/** A promise that is dropped comes back at the first `await`, or where its function ends, and never throws (C5). */
function droppedAt(run: Run, called: State, { ended, raised }: Exits): StateSet {
  const back = StateSet.of(...ended, ...raised);
  if (run.choices.has("C1")) for (const it of StateSet.of(called, ...back)) run.raise(it);
  return run.choices.has("C1") && back.size === 0 ? StateSet.of(called) : back;
}

function suspended(states: StateSet): StateSet {
  return StateSet.of(...[...states].map(suspend));
}

/** Where a call comes back, once its exceptions have gone where they go. */
function left(run: Run, called: State, { ended, raised }: Exits): StateSet {
  for (const it of raised) run.raise(it);
  if (!run.choices.has("C1")) return ended;
  for (const it of StateSet.of(called, ...ended)) run.raise(it);
  return ended.size > 0 ? ended : StateSet.of(called, ...raised);
}

/** One activation: what is local to the function is new in it, and what an outer activation of it had comes back after. */
function activate(run: Run, callee: LocalFunction, state: State, dropped: boolean): Exits {
  const locals = localIds(callee.parameters, callee.body);
  const isLocal = (place: string): boolean => locals.has(rootOf(place));
  const outer = only(state, isLocal);
  if (
    run.entered.has(callee.name.id) &&
    [...outer.lent, ...outer.tasks].some((it) => !isLocal(placeOfEntry(it)))
  )
    run.unspecified = true;
  if (dropped && (state.detached !== null || state.loans.length > 0)) run.unspecified = true;
  // Recursion adds the same loans again and again: states are finitely many only without repetitions.
  const inner = {
    ...only(state, (place) => !isLocal(place)),
    loans: including(state.loans),
    pending: including(state.pending),
  };
  const { ended, raised } = activation(run, callee, dropped ? detach(run, inner) : inner);
  const back = (from: StateSet): StateSet => {
    const states = new StateSet();
    for (const it of from) {
      const left = leave(run, it, isLocal);
      // What was local to this activation is gone.
      states.add(
        joined(
          only(dropped ? attach(left, isLocal) : left, (place) => !isLocal(place)),
          outer,
        ),
      );
    }
    return states;
  };
  return { ended: back(ended), raised: back(raised) };
}

/** Results by function and state. One that is being computed answers with what it has; rounds make up for the rest. */
function activation(run: Run, callee: LocalFunction, entry: State): Exits {
  const key = `${callee.name.id} ${run.tries > 0 ? "try" : ""} ${keyOf(entry)}`;
  const known = run.calls.get(key) ?? { ended: new StateSet(), raised: new StateSet() };
  run.calls.set(key, known);
  if (run.called.has(key)) {
    if (run.running.has(key)) run.recursive = true;
    return known;
  }
  run.called.add(key);
  run.running.add(key);
  run.reached.add(callee);
  const { ended, raised } = body(run, callee.body, callee.parameters, entry, callee.name.id);
  run.running.delete(key);
  const before = known.ended.size + known.raised.size;
  known.ended.addAll(ended);
  known.raised.addAll(raised);
  if (known.ended.size + known.raised.size > before) run.grown = true;
  return known;
}

function body(
  run: Run,
  list: readonly Stmt[],
  parameters: readonly Variable[],
  entry: State,
  id: number | null,
): Exits {
  const outerRaised = run.raised;
  const outerJumps = run.jumps;
  const raised = new StateSet();
  run.raised = raised;
  run.jumps = new Map();
  const entered = id !== null && !run.entered.has(id);
  if (id !== null) run.entered.add(id);
  const started = parameters.reduce((state, it) => declare(state, it), entry);
  const outerFrame = run.frame;
  const locals = localIds(parameters, list);
  run.frame = { isLocal: (place) => locals.has(rootOf(place)), movedBefore: entry.moved };
  const ended = StateSet.of(...statements(run, list, StateSet.of(started)));
  run.frame = outerFrame;
  ended.addAll(run.landed("return"));
  if (entered) run.entered.delete(id);
  run.raised = outerRaised;
  run.jumps = outerJumps;
  return { ended, raised };
}

/**
 * Bodies that no path runs (C1, F6), each run by itself: the rules do not say whether their errors count, so a program
 * with such an error is left open.
 */
export function runUnreached(run: Run): void {
  for (const statement of run.bodies) {
    if (run.reached.has(statement)) continue;
    const [parameters, id] =
      statement.kind === "function" ? [statement.parameters, statement.name.id] : [[], null];
    const errors = run.errors.length;
    // If it were called, it would find what the names around it have on loan.
    body(run, statement.body, parameters, { ...initial, lent: including([...run.everLent]) }, id);
    if (run.errors.splice(errors).length > 0) run.unspecified = true;
  }
}

/** C2: a callback runs any number of times, exactly once, or at most once later. */
export function callback(
  run: Run,
  statement: Extract<Stmt, { kind: "callback" }>,
  states: StateSet,
): StateSet {
  const { runs, body: list } = statement;
  run.reached.add(statement);
  const result = new StateSet();
  const once = (state: State): StateSet => left(run, state, body(run, list, [], state, null));
  switch (runs) {
    case "once":
      for (const state of states) result.addAll(once(state));
      return result;
    case "many": {
      let fresh = [...states];
      while (fresh.length > 0) {
        const next: State[] = [];
        for (const state of fresh) {
          run.raise(state);
          if (!result.add(state)) continue;
          next.push(...once(state));
        }
        fresh = next;
      }
      return result;
    }
    case "later":
      for (const state of states) result.add(later(run, statement, state));
      return result;
  }
}

/**
 * At most once, later: captures that it moves have moved when it is handed over. What it only reads or writes may not
 * move away meanwhile (C3); what it makes of its own is its own.
 */
function later(run: Run, statement: Extract<Stmt, { kind: "callback" }>, state: State): State {
  const { body: list } = statement;
  run.raise(state);
  run.letOthersRun(state);
  if (state.detached !== null) run.unspecified = true;
  const locals = new Set(list.flatMap((it) => [...boundIn(it)]).map(String));
  const isLocal = (place: string): boolean => locals.has(rootOf(place));
  // It runs after a suspension, so everything that it touches is touched late.
  const started: State = {
    ...state,
    detached: { isCall: false, awaited: true, moved: state.moved, touched: [] },
  };
  const tries = run.tries;
  run.tries = 0;
  const { ended, raised } = body(run, list, [], started, null);
  run.tries = tries;
  const exits = [...ended, ...raised];
  // What it does on the way to where it never ends, no state tells.
  if (exits.length === 0) run.unspecified = true;
  // What no path of it moves stays where it is, and is on loan from now on.
  const after = exits.reduce<State>((sum, exit) => {
    const seen = attach(exit, isLocal);
    const moved = seen.moved.filter((it) => !isLocal(it) && !state.moved.includes(it));
    const tasks = seen.tasks.filter((it) => holderOf(it) === droppedTask);
    return moved.reduce((at, it) => withMoved(endLoans(run, at, it, statement), it), {
      ...sum,
      tasks: including(sum.tasks, ...tasks),
    });
  }, state);
  // F3: the call that it is handed to keeps it, too, when it throws.
  run.raise(after);
  return after;
}

/** What a function declares itself, in nested functions as well. */
function localIds(parameters: readonly Variable[], list: readonly Stmt[]): ReadonlySet<string> {
  const known = locals.get(list);
  if (known !== undefined) return known;
  const ids = new Set(
    [...parameters.map(({ id }) => id), ...list.flatMap((it) => [...boundIn(it)])].map(String),
  );
  locals.set(list, ids);
  return ids;
}

const locals = new WeakMap<object, ReadonlySet<string>>();

/** A task that a function leaves unawaited goes on: nothing can await it any more. */
function leave(run: Run, state: State, isLocal: (place: string) => boolean): State {
  if (state.tasks.some((it) => isLocal(holderOf(it)))) run.unspecified = true;
  return state;
}

/** The part of a state that is about the chosen places and names. */
function only(state: State, chosen: (place: string) => boolean): State {
  const holds = (it: string): boolean => chosen(holderOf(it).replace(/^i/, ""));
  return {
    ...state,
    moved: state.moved.filter(chosen),
    lent: state.lent.filter(holds),
    stale: state.stale.filter((it) => chosen(it.replace(/^i|\?$/g, ""))),
    tasks: state.tasks.filter(holds),
    flags: state.flags.filter((it) => chosen(it.slice(0, -1))),
  };
}

function joined(state: State, outer: State): State {
  return {
    ...state,
    loans: outer.loans,
    pending: outer.pending,
    moved: including(state.moved, ...outer.moved),
    lent: including(state.lent, ...outer.lent),
    stale: including(state.stale, ...outer.stale),
    tasks: including(state.tasks, ...outer.tasks),
    flags: including(state.flags, ...outer.flags),
  };
}
