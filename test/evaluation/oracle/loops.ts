import type { PlaceExpr, Stmt } from "../language/syntax.js";
import { declare, elementsOf, endLoans, pathOf, replaced, stepOf, use } from "./places.js";
import type { Run } from "./Run.js";
import { branch, statements } from "./statements.js";
import { StateSet, holderOf, including, loanEntry, withMoved, type State } from "./States.js";
import { value } from "./values.js";

interface Turn {
  readonly next: StateSet;
  readonly left: StateSet;
}

/** `turn` runs one iteration from the given states; states that have been at the head before are not run again. */
export function loop(run: Run, id: number, states: StateSet, turn: (heads: StateSet) => Turn): StateSet {
  const left = new StateSet();
  const heads = StateSet.of(...states);
  let fresh = states;
  while (fresh.size > 0) {
    const turned = turn(fresh);
    left.addAll(turned.left);
    fresh = new StateSet();
    for (const state of turned.next) if (heads.add(state)) fresh.add(state);
  }
  left.addAll(run.landed(`break ${id}`));
  return left;
}

export function continued(run: Run, id: number, ended: StateSet): StateSet {
  const states = StateSet.of(...ended);
  states.addAll(run.landed(`continue ${id}`));
  return states;
}

export function forLoop(
  run: Run,
  { id, start, test, update, body }: Extract<Stmt, { kind: "for" }>,
  states: StateSet,
): StateSet {
  const started = new StateSet();
  for (const state of states) {
    if (start === null) started.add(state);
    else {
      for (const it of value(run, start.value, state, "move")) started.add(declare(it.state, start.variable));
    }
  }
  return loop(run, id, started, (heads) => {
    const { yes, no } = test === null ? endless(run, heads) : branch(run, test, heads, true);
    const ended = continued(run, id, statements(run, body, yes));
    const next = new StateSet();
    for (const state of ended) {
      if (update === null) next.add(state);
      else for (const it of value(run, update, state, "look")) next.add(it.state);
    }
    return { next, left: no };
  });
}

/** Only a jump leaves it. */
function endless(run: Run, heads: StateSet): { readonly yes: StateSet; readonly no: StateSet } {
  return { yes: heads, no: run.isTextual ? StateSet.of(...heads) : new StateSet() };
}

/**
 * K1: an iteration lends its elements, until the body moves one: then the container has a hole. The iteration itself is
 * a borrow of the container, which each step uses.
 */
export function iterate(run: Run, statement: Extract<Stmt, { kind: "iterate" }>, states: StateSet): StateSet {
  const { id, variable, source, body } = statement;
  const place = pathOf(source);
  run.elements.add(String(variable.id));
  const moves = run.choices.has("K1") && run.ownsElement(String(variable.id));
  const started = new StateSet();
  for (const state of states) {
    const used = use(run, state, place, source);
    const lent = including(used.lent, loanEntry(stepOf(id), place));
    started.add(
      moves
        ? withMoved(endLoans(run, used, elementsOf(place), source), elementsOf(place))
        : {
            ...used,
            lent,
            stale: used.stale.filter((it) => it !== stepOf(id) && it !== replaced(stepOf(id))),
          },
    );
  }
  if (!moves) run.everLent.add(loanEntry(variable.id, elementsOf(place)));
  const left = loop(run, id, started, (heads) => {
    const stepped = new StateSet();
    const bound = new StateSet();
    for (const head of heads) {
      const state = moves ? head : step(run, head, id, source);
      run.raise(state);
      stepped.add(state);
      const declared = declare(state, variable);
      const lent = including(declared.lent, loanEntry(variable.id, elementsOf(place)));
      bound.add(moves ? declared : { ...declared, lent });
    }
    const ended = continued(run, id, statements(run, body, bound));
    return { next: ended, left: stepped };
  });
  const after = new StateSet();
  for (const state of left) {
    after.add({ ...state, lent: state.lent.filter((it) => holderOf(it) !== stepOf(id)) });
  }
  return after;
}

function step(run: Run, state: State, id: number, at: PlaceExpr): State {
  // Where the container was replaced, the iteration goes on over the old one, which nothing names.
  if (state.stale.includes(replaced(stepOf(id)))) run.unspecified = true;
  if (!state.stale.includes(stepOf(id))) return state;
  run.report(at, pathOf(at));
  return { ...state, stale: state.stale.filter((it) => it !== stepOf(id)) };
}
