import type { Expr, Stmt } from "../language/syntax.js";
import { callback } from "./functions.js";
import { continued, forLoop, iterate, loop } from "./loops.js";
import { destructure } from "./patterns.js";
import { bindName, declare } from "./places.js";
import { plain } from "./outcomes.js";
import type { Run } from "./Run.js";
import { StateSet, including } from "./States.js";
import { startTask } from "./tasks.js";
import { test } from "./tests.js";
import { value } from "./values.js";

export function statements(run: Run, list: readonly Stmt[], states: StateSet): StateSet {
  let at = states;
  for (const statement of list) at = runStatement(run, statement, run.isTextual ? someOf(at) : at);
  return at;
}

/** One state is enough to come by all of the text. */
function someOf(states: StateSet): StateSet {
  const [state] = states;
  return state === undefined ? states : StateSet.of(state);
}

function runStatement(run: Run, statement: Stmt, states: StateSet): StateSet {
  const result = new StateSet();
  if (states.size === 0) return result;
  run.spend(states.size);
  switch (statement.kind) {
    case "declare":
      for (const state of states) {
        for (const it of value(run, statement.value, state, "move"))
          result.add(declare(it.state, statement.variable));
      }
      return result;
    case "declare-pattern":
    case "assign-pattern":
      for (const state of states) result.addAll(destructure(run, statement.pattern, statement.value, state));
      return result;
    case "declare-borrow":
    case "rebind":
      for (const state of states) {
        for (const it of value(run, statement.source, state, "look"))
          result.add(bindName(run, it.state, statement.name, it.from));
      }
      return result;
    case "declare-task":
      for (const state of states) {
        for (const it of value(run, statement.source, state, "look")) {
          run.raise(it.state);
          result.add(startTask(run, it.state, statement.name, it.from));
        }
      }
      return result;
    case "declare-flag": {
      const { id } = statement.name;
      for (const state of states) {
        run.raise(state);
        const flags = state.flags.filter((it) => it !== `${id}+` && it !== `${id}-`);
        if (run.choices.has("M4")) result.add(state);
        else for (const sign of ["+", "-"]) result.add({ ...state, flags: including(flags, `${id}${sign}`) });
      }
      return result;
    }
    case "expression":
      for (const state of states) {
        for (const it of value(run, statement.value, state, "look")) result.add(it.state);
      }
      return result;
    case "block":
      result.addAll(statements(run, statement.body, states));
      result.addAll(run.landed(`break ${statement.id}`));
      return result;
    case "if": {
      const { yes, no } = branch(run, statement.test, states);
      result.addAll(statements(run, statement.yes, yes));
      result.addAll(statement.no === null ? no : statements(run, statement.no, no));
      return result;
    }
    case "while":
      return loop(run, statement.id, states, (heads) => {
        const { yes, no } = branch(run, statement.test, heads, true);
        return { next: continued(run, statement.id, statements(run, statement.body, yes)), left: no };
      });
    case "do":
      return loop(run, statement.id, states, (heads) => {
        const ended = continued(run, statement.id, statements(run, statement.body, heads));
        const { yes, no } = branch(run, statement.test, ended, true);
        return { next: yes, left: no };
      });
    case "for":
      return forLoop(run, statement, states);
    case "for-each":
      return loop(run, statement.id, states, (heads) => {
        // F3: an iteration step may throw; the keys of `for-in` are no iteration.
        if (statement.over === "of") for (const state of heads) run.raise(state);
        return { next: continued(run, statement.id, statements(run, statement.body, heads)), left: heads };
      });
    case "iterate":
      return iterate(run, statement, states);
    case "switch":
      return runSwitch(run, statement, states);
    case "try":
      return runTry(run, statement, states);
    case "break":
    case "continue":
      run.jump(`${statement.kind} ${statement.target}`, states);
      return run.isTextual ? states : result;
    case "return":
      for (const state of states) {
        const values = statement.value === null ? plain(state) : value(run, statement.value, state, "move");
        run.jump("return", StateSet.of(...values.map((it) => it.state)));
      }
      return run.isTextual ? states : result;
    case "throw":
      for (const state of states) run.raise(state);
      return run.isTextual ? states : result;
    case "function":
      return states;
    case "callback":
      return callback(run, statement, states);
  }
}

export function branch(
  run: Run,
  condition: Expr,
  states: StateSet,
  folding = false,
): { readonly yes: StateSet; readonly no: StateSet } {
  const folds = folding && !run.isTextual;
  const yes = new StateSet();
  const no = new StateSet();
  for (const state of states) {
    const tested = test(run, condition, state);
    // M4: only the literals `true` and `false` of a loop are folded.
    if (!(folds && condition.kind === "literal-truth" && !condition.value)) yes.addAll(tested.yes);
    if (!(folds && condition.kind === "literal-truth" && condition.value)) no.addAll(tested.no);
  }
  return { yes, no };
}

/** Tests run in order until one matches; bodies fall through; `default` is entered when all tests failed. */
function runSwitch(
  run: Run,
  { id, value: subject, clauses }: Extract<Stmt, { kind: "switch" }>,
  states: StateSet,
): StateSet {
  const evaluated = (expr: Expr, from: StateSet): StateSet => {
    const after = new StateSet();
    for (const state of from) for (const it of value(run, expr, state, "look")) after.add(it.state);
    return after;
  };
  let untested = evaluated(subject, states);
  const entered = clauses.map((clause) => {
    if (clause.test === null) return new StateSet();
    untested = evaluated(clause.test, untested);
    return untested;
  });
  const fallback = clauses.findIndex((clause) => clause.test === null);
  let fallen = new StateSet();
  clauses.forEach(({ body }, index) => {
    const starting = StateSet.of(...fallen, ...(entered[index] ?? []));
    if (index === fallback) starting.addAll(untested);
    fallen = statements(run, body, starting);
  });
  const left = StateSet.of(...fallen);
  if (fallback < 0) left.addAll(untested);
  left.addAll(run.landed(`break ${id}`));
  return left;
}

function runTry(
  run: Run,
  { body, handler, finalizer }: Extract<Stmt, { kind: "try" }>,
  states: StateSet,
): StateSet {
  const outerRaised = run.raised;
  const outerJumps = run.jumps;
  const jumps = new Map<string, StateSet>();
  run.jumps = jumps;
  const raised = new StateSet();
  run.raised = raised;
  run.tries++;
  const ended = StateSet.of(...statements(run, body, states));
  let uncaught = raised;
  if (handler !== null) {
    uncaught = new StateSet();
    run.raised = uncaught;
    // The text of a handler is run, whether or not anything can throw (K1).
    ended.addAll(statements(run, handler, run.isTextual && raised.size === 0 ? states : raised));
  }
  run.raised = outerRaised;
  run.jumps = outerJumps;
  run.tries--;

  // F4: the finalizer runs once for each completion, and each goes on where it was going.
  const through = (completed: StateSet): StateSet =>
    finalizer === null ? completed : statements(run, finalizer, completed);
  for (const state of through(uncaught)) run.raise(state);
  for (const [jump, jumping] of jumps) run.jump(jump, through(jumping));
  return through(ended);
}
