import { partsOf, shapeAt } from "../language/shapes.js";
import type { Expr, Pattern, PlaceExpr, Program, Stmt } from "../language/syntax.js";
import { slotsOf } from "../language/walk.js";
import {
  StateSet,
  conflicts,
  initial,
  isPrefix,
  keyOf,
  withFilled,
  withLoan,
  withMoved,
  withPending,
  withoutLoan,
  withoutPending,
  type State,
} from "./States.js";

/** `unspecified`: some path does what the ownership rules leave open, so no checker can be right or wrong about it. */
export type Verdict = "ok" | "error" | "unspecified";

export interface Exploration {
  readonly verdict: Verdict;
  /** Uses of a dead place: the expression (or pattern) and the place, as `variable id` and path. */
  readonly errors: readonly { readonly at: object; readonly place: string }[];
}

/**
 * Runs a program on all of its paths at once: the set of states that can be at each program point, followed through the
 * tree by the evaluation order of ECMAScript. A loop runs until no new state comes round; since a program has finitely
 * many states, that is exact. The verdict is `error` iff some reachable state uses a dead place (M4).
 */
export function explore(program: Program): Exploration {
  const run = new Run();
  run.program(program);
  const verdict = run.unspecified ? "unspecified" : run.errors.length > 0 ? "error" : "ok";
  return { verdict, errors: run.errors };
}

/**
 * What becomes of a value: it is moved (M1), only looked at (M3), or lent to a parameter that borrows, in which case a
 * literal borrows its parts too (T5).
 */
type Want = "move" | "look" | "lend";

interface Outcome {
  readonly state: State;
  /** The place that the value came from, if it came from one. */
  readonly from: string | null;
}

interface Tested {
  readonly yes: readonly State[];
  readonly no: readonly State[];
}

class Run {
  readonly errors: { at: object; place: string }[] = [];
  unspecified = false;
  /** Where exceptions go at the moment. */
  #raised = new StateSet();
  /** Where each jump goes: `break 3`, `continue 3`, `return`. */
  #jumps = new Map<string, StateSet>();
  /** How many `try` statements are around. */
  #tries = 0;

  program({ body }: Program): void {
    this.#statements(body, StateSet.of(initial));
  }

  // Places

  #use(state: State, place: string, at: object): State {
    if (state.loans.some((it) => isComputed(it) && conflicts(placeOf(it), place))) this.unspecified = true;
    const dead = state.moved.filter((it) => conflicts(it, place));
    if (dead.length === 0) return state;
    this.errors.push({ at, place: dead[0] ?? place });
    return { ...state, moved: state.moved.filter((it) => !dead.includes(it)) };
  }

  #move(state: State, place: string, at: object): State {
    const used = this.#use(state, place, at);
    // B1: an owner on loan stays where it is; M6: so does a reserved receiver.
    if (used.loans.some((it) => conflicts(placeOf(it), place))) this.errors.push({ at, place });
    return withMoved(used, place);
  }

  #write(state: State, place: string, at: object): State {
    let result = state;
    const parent = place.split(".").slice(0, -1).join(".");
    // R1: writing a part uses its parent, though other parts of it may be missing.
    const missing = parent === "" ? [] : state.moved.filter((it) => isPrefix(it, parent));
    if (missing.length > 0) {
      this.errors.push({ at, place: parent });
      result = { ...result, moved: result.moved.filter((it) => !missing.includes(it)) };
    }
    if (state.loans.some((it) => conflicts(placeOf(it), place))) this.errors.push({ at, place });
    if (state.pending.some((it) => isPrefix(place, it))) this.unspecified = true;
    return withFilled(result, place);
  }

  #raise(state: State): void {
    if (this.#tries > 0 && state.loans.some(isComputed)) this.unspecified = true;
    this.#raised.add({ moved: state.moved, loans: [], pending: [] });
  }

  // Expressions

  #each(outcomes: readonly Outcome[], next: (outcome: Outcome) => readonly Outcome[]): readonly Outcome[] {
    const all = new Map<string, Outcome>();
    for (const outcome of outcomes) {
      for (const result of next(outcome)) all.set(`${keyOf(result.state)}>${result.from ?? ""}`, result);
    }
    return [...all.values()];
  }

  #value(expr: Expr, state: State, want: Want): readonly Outcome[] {
    switch (expr.kind) {
      case "place": {
        const place = pathOf(expr);
        return [
          {
            state: want === "move" ? this.#move(state, place, expr) : this.#use(state, place, expr),
            from: place,
          },
        ];
      }
      case "fresh":
      case "may-throw":
        this.#raise(state);
        return plain(state);
      case "fail":
        this.#raise(state);
        return [];
      case "number":
      case "literal-truth":
      case "cond":
        if (expr.kind === "cond") this.#raise(state);
        return plain(state);
      case "pass":
      case "take":
        return this.#each(this.#value(expr.value, state, "move"), (moved) => {
          this.#raise(moved.state);
          return plain(moved.state);
        });
      case "method":
      case "close":
        return this.#each(this.#value(expr.receiver, state, "look"), (receiver) =>
          this.#consume(expr.receiver, receiver, expr.kind === "method" ? expr.amount : null, expr),
        );
      case "optional-spend":
      case "optional-close":
        return this.#each(this.#value(expr.receiver, state, "look"), (receiver) => [
          { state: receiver.state, from: null },
          ...this.#consume(
            expr.receiver,
            receiver,
            expr.kind === "optional-spend" ? expr.amount : null,
            expr,
          ),
        ]);
      case "merge":
        return this.#each(this.#value(expr.receiver, state, "look"), (receiver) => {
          const reserved = expr.receiver.kind === "place" ? receiver : computed(receiver);
          return this.#each(this.#value(expr.argument, reserve(reserved), "move"), (argument) => {
            const called = release(reserved, argument.state);
            // T10: when it throws, receiver and argument are still owned.
            this.#raise(argument.from === null ? called : withFilled(called, argument.from));
            return plain(receiver.from === null ? called : this.#move(called, receiver.from, expr));
          });
        });
      case "choose": {
        const { yes, no } = this.#test(expr.test, state);
        return [
          ...yes.flatMap((it) => this.#value(expr.yes, it, want)),
          ...no.flatMap((it) => this.#value(expr.no, it, want)),
        ];
      }
      case "fallback":
        return this.#fallback(expr, state, want);
      case "assign":
        return this.#each(this.#assigned(expr.target, expr.value, state), (it) =>
          this.#result(expr.target, it.state, want),
        );
      case "logical-assign": {
        const tested = this.#use(state, pathOf(expr.target), expr.target);
        this.#emptyIn(expr.target, expr.value);
        return this.#each([...plain(tested), ...this.#assigned(expr.target, expr.value, tested)], (it) =>
          this.#result(expr.target, it.state, want),
        );
      }
      case "sequence":
        return this.#each(this.#value(expr.first, state, "look"), (it) =>
          this.#value(expr.last, it.state, want),
        );
      case "literal":
        return want === "lend" ? this.#lent(expr.parts, state) : this.#inOrder(expr.parts, state, "move");
      case "spread":
        // M1 says that a spread moves; T5, that what flows into a borrowed place is borrowed.
        if (want === "lend") this.unspecified = true;
        return this.#spread(expr, state);
      case "remaining":
        return this.#each(this.#value(expr.receiver, state, "look"), (it) => {
          this.#reach(expr.receiver, it.state);
          return plain(it.state);
        });
      case "field-n":
        this.#reach(expr.source, state);
        return plain(this.#use(state, `${pathOf(expr.source)}.n`, expr.source));
      case "add":
        return this.#inOrder([expr.left, expr.right], state, "look");
      case "peek":
        return this.#each(this.#value(expr.value, state, "lend"), (it) => {
          this.#raise(it.state);
          return plain({ ...it.state, loans: state.loans });
        });
      case "look":
      case "covers":
        return this.#each(
          this.#value(expr.kind === "look" ? expr.value : expr.receiver, state, "look"),
          (lent) => {
            if (expr.kind === "covers") this.#reach(expr.receiver, lent.state);
            return this.#each(this.#value(expr.amount, reserve(lent), "look"), (it) => {
              const called = release(lent, it.state);
              this.#raise(called);
              return plain(called);
            });
          },
        );
      case "mix":
        return this.#each(this.#value(expr.value, state, "move"), (moved) =>
          this.#each(this.#value(expr.amount, moved.state, "look"), (it) => {
            this.#raise(it.state);
            return plain(it.state);
          }),
        );
      case "both":
        return this.#each(this.#inOrder([expr.left, expr.right], state, "move"), (it) => {
          this.#raise(it.state);
          return plain(it.state);
        });
      case "positive":
        return this.#each(this.#value(expr.value, state, "look"), (it) => plain(it.state));
      case "present": {
        const used = this.#use(state, pathOf(expr.value), expr.value);
        this.#raise(used);
        return plain(used);
      }
      case "same":
        return this.#inOrder([expr.left, expr.right], state, "look");
      case "not":
      case "logic": {
        const { yes, no } = this.#test(expr, state);
        return [...yes, ...no].flatMap(plain);
      }
      case "when": {
        const { yes, no } = this.#test(expr.test, state);
        return [...no.flatMap(plain), ...yes.flatMap((it) => this.#value(expr.effect, it, "look"))];
      }
      case "remove":
      case "element":
      case "copy-elements":
      case "start":
      case "await":
      case "await-all":
      case "borrowed":
      case "await-peek":
      case "await-task":
      case "flag":
      case "insert":
      case "clear":
      case "tick":
      case "call":
        this.unspecified = true;
        return plain(state);
    }
  }

  #test(expr: Expr, state: State): Tested {
    switch (expr.kind) {
      case "not": {
        const { yes, no } = this.#test(expr.value, state);
        return { yes: no, no: yes };
      }
      case "logic": {
        const left = this.#test(expr.left, state);
        const decided = expr.operator === "&&" ? left.no : left.yes;
        const open = expr.operator === "&&" ? left.yes : left.no;
        const rights = open.map((it) => this.#test(expr.right, it));
        const yes = rights.flatMap((it) => it.yes);
        const no = rights.flatMap((it) => it.no);
        return expr.operator === "&&" ? { yes, no: [...decided, ...no] } : { yes: [...decided, ...yes], no };
      }
      default: {
        const states = this.#value(expr, state, "look").map((it) => it.state);
        return { yes: states, no: states };
      }
    }
  }

  /** F3: reading a member of `o!` may throw, for the compiler was only told that `o` is there. */
  #reach(receiver: Expr, state: State): void {
    if (receiver.kind !== "place" || receiver.spelling !== "non-null") return;
    if (shapeAt(receiver.variable.shape, receiver.path) === "optional") this.#raise(state);
    // A needless `!`: by its type the value is there, by its spelling the author was not sure.
    else if (this.#tries > 0) this.unspecified = true;
  }

  /** Parts of a literal that is lent: each is on loan until the call that it is lent to returns. */
  #lent(parts: readonly Expr[], state: State): readonly Outcome[] {
    let outcomes = plain(state);
    for (const part of parts) {
      outcomes = this.#each(outcomes, (it) =>
        this.#value(part, it.state, "lend").flatMap((at) => plain(reserve(at))),
      );
    }
    return outcomes;
  }

  /** A consuming method: the receiver is reserved when evaluated and leaves at the call (M6); throwing undoes that (T10). */
  #consume(node: Expr, receiver: Outcome, amount: Expr | null, at: Expr): readonly Outcome[] {
    this.#reach(node, receiver.state);
    const reserved = node.kind === "place" ? receiver : computed(receiver);
    const evaluated =
      amount === null ? plain(reserve(reserved)) : this.#value(amount, reserve(reserved), "look");
    return this.#each(evaluated, (it) => {
      const called = release(reserved, it.state);
      this.#raise(called);
      return plain(receiver.from === null ? called : this.#move(called, receiver.from, at));
    });
  }

  #fallback(expr: Extract<Expr, { kind: "fallback" }>, state: State, want: Want): readonly Outcome[] {
    const { left, right } = expr;
    if (left.kind === "place") {
      this.#emptyIn(left, right);
      const tested = this.#use(state, pathOf(left), left);
      return [...this.#value(left, tested, want), ...this.#value(right, tested, want)];
    }
    return this.#each(this.#value(left, state, want), (it) => [it, ...this.#value(right, it.state, want)]);
  }

  /**
   * Where `o ?? x` evaluates `x`, the compiler knows `o` to be empty, so that using it there moves nothing. Conditions are
   * opaque to the oracle (M4): it leaves such programs out.
   */
  #emptyIn({ variable }: PlaceExpr, value: Expr): void {
    for (const { expr } of slotsOf({ value })) {
      if (expr.kind === "place" && expr.variable.id === variable.id) this.unspecified = true;
    }
  }

  /** The base of the target is evaluated first, then the value, then the part is written. */
  #assigned(target: PlaceExpr, value: Expr, state: State): readonly Outcome[] {
    const place = pathOf(target);
    const base = place.split(".").slice(0, -1).join(".");
    const before = base === "" ? state : withPending(state, base);
    return this.#each(this.#value(value, before, "move"), (it) => {
      const ready = base === "" ? it.state : withoutPending(it.state);
      return plain(this.#write(ready, place, target));
    });
  }

  /** M2: the value of an assignment is a use of its target. */
  #result(target: PlaceExpr, state: State, want: Want): readonly Outcome[] {
    const place = pathOf(target);
    return [{ state: want === "move" ? this.#move(state, place, target) : state, from: place }];
  }

  #inOrder(exprs: readonly Expr[], state: State, want: Want): readonly Outcome[] {
    let outcomes = plain(state);
    for (const expr of exprs) {
      outcomes = this.#each(outcomes, (it) =>
        this.#value(expr, it.state, want).flatMap((at) => plain(at.state)),
      );
    }
    return outcomes;
  }

  #spread({ source, key, value }: Extract<Expr, { kind: "spread" }>, state: State): readonly Outcome[] {
    let at = state;
    const place = pathOf(source);
    for (const [part] of partsOf[shapeAt(source.variable.shape, source.path)]) {
      const path = `${place}.${part}`;
      if (part !== key) at = this.#move(at, path, source);
      else if (at.moved.includes(path)) {
        // Overwritten, so not moved (M1); but whether it may be missing, the rules do not say.
        this.unspecified = true;
      } else at = this.#use(at, path, source);
    }
    return key === null ? plain(at) : this.#each(this.#value(value, at, "move"), (it) => plain(it.state));
  }

  // Patterns

  #pattern(pattern: Pattern, value: Expr, state: State): readonly State[] {
    // A place is taken apart part by part; any other value flows in whole, or is only read where nothing owned is bound.
    if (value.kind === "place") return this.#take(pattern, pathOf(value), state);
    return this.#value(value, state, takesOwned(pattern) ? "move" : "look").flatMap((it) =>
      this.#take(pattern, null, it.state),
    );
  }

  #take(pattern: Pattern, source: string | null, state: State): readonly State[] {
    switch (pattern.kind) {
      case "bind": {
        const place = String(pattern.variable.id);
        return this.#part(source, pattern, state, pattern.fallback).map((it) => withFilled(it, place));
      }
      case "into": {
        const place = pathOf(pattern.target);
        const base = place.split(".").slice(0, -1).join(".");
        const before = base === "" ? state : withPending(state, base);
        return this.#part(source, pattern, before, pattern.fallback).map((it) =>
          this.#write(base === "" ? it : withoutPending(it), place, pattern.target),
        );
      }
      case "read-n":
        return [source === null ? state : this.#use(state, source, pattern)];
      case "object":
        // F3: destructuring may throw; what an array or tuple yields is taken for granted, as in R2 and R3.
        this.#raise(state);
        return pattern.entries.reduce<readonly State[]>(
          (states, { key, pattern: part }) =>
            states.flatMap((it) => this.#take(part, below(source, key), it)),
          [state],
        );
      case "array":
        return pattern.elements.reduce<readonly State[]>(
          (states, part, index) =>
            part === null
              ? states
              : states.flatMap((it) => this.#take(part, below(source, String(index)), it)),
          [state],
        );
    }
  }

  #part(source: string | null, at: Pattern, state: State, fallback: Expr | null): readonly State[] {
    const taken = source === null ? state : this.#move(state, source, at);
    if (fallback === null) return [taken];
    return [taken, ...this.#value(fallback, taken, "move").map((it) => it.state)];
  }

  // Statements

  #statements(statements: readonly Stmt[], states: StateSet): StateSet {
    let at = states;
    for (const statement of statements) at = this.#statement(statement, at);
    return at;
  }

  #statement(statement: Stmt, states: StateSet): StateSet {
    const result = new StateSet();
    if (states.size === 0) return result;
    switch (statement.kind) {
      case "declare":
        for (const state of states) {
          for (const it of this.#value(statement.value, state, "move"))
            result.add(withFilled(it.state, String(statement.variable.id)));
        }
        return result;
      case "declare-pattern":
      case "assign-pattern":
        for (const state of states) result.addAll(this.#pattern(statement.pattern, statement.value, state));
        return result;
      case "expression":
        for (const state of states) {
          for (const it of this.#value(statement.value, state, "look")) result.add(it.state);
        }
        return result;
      case "block": {
        result.addAll(this.#statements(statement.body, states));
        result.addAll(this.#landed(`break ${statement.id}`));
        return result;
      }
      case "if": {
        const { yes, no } = this.#branch(statement.test, states);
        result.addAll(this.#statements(statement.yes, yes));
        result.addAll(statement.no === null ? no : this.#statements(statement.no, no));
        return result;
      }
      case "while":
        return this.#loop(statement.id, states, (heads) => {
          const { yes, no } = this.#branch(statement.test, heads, true);
          return { next: this.#continued(statement.id, this.#statements(statement.body, yes)), left: no };
        });
      case "do":
        return this.#loop(statement.id, states, (heads) => {
          const ended = this.#continued(statement.id, this.#statements(statement.body, heads));
          const { yes, no } = this.#branch(statement.test, ended, true);
          return { next: yes, left: no };
        });
      case "for":
        return this.#for(statement, states);
      case "for-each":
        return this.#loop(statement.id, states, (heads) => {
          // F3: an iteration step may throw; the keys of `for-in` are no iteration.
          if (statement.over === "of") for (const state of heads) this.#raise(state);
          return {
            next: this.#continued(statement.id, this.#statements(statement.body, heads)),
            left: heads,
          };
        });
      case "switch":
        return this.#switch(statement, states);
      case "try":
        return this.#try(statement, states);
      case "break":
      case "continue":
        this.#jump(`${statement.kind} ${statement.target}`, states);
        return result;
      case "return":
        for (const state of states) {
          const values =
            statement.value === null ? plain(state) : this.#value(statement.value, state, "move");
          this.#jump("return", StateSet.of(...values.map((it) => it.state)));
        }
        return result;
      case "throw":
        for (const state of states) this.#raise(state);
        return result;
      case "declare-borrow":
      case "declare-task":
      case "declare-flag":
      case "rebind":
      case "iterate":
      case "function":
      case "callback":
        this.unspecified = true;
        return result;
    }
  }

  #branch(test: Expr, states: StateSet, folds = false): { readonly yes: StateSet; readonly no: StateSet } {
    const yes = new StateSet();
    const no = new StateSet();
    for (const state of states) {
      const tested = this.#test(test, state);
      // M4: only the literals `true` and `false` of a loop are folded.
      if (!(folds && test.kind === "literal-truth" && !test.value)) yes.addAll(tested.yes);
      if (!(folds && test.kind === "literal-truth" && test.value)) no.addAll(tested.no);
    }
    return { yes, no };
  }

  /** `turn` runs one iteration from the given states; states that have been at the head before are not run again. */
  #loop(
    id: number,
    states: StateSet,
    turn: (heads: StateSet) => { readonly next: StateSet; readonly left: StateSet },
  ): StateSet {
    const left = new StateSet();
    const heads = StateSet.of(...states);
    let fresh = states;
    while (fresh.size > 0) {
      const turned = turn(fresh);
      left.addAll(turned.left);
      fresh = new StateSet();
      for (const state of turned.next) if (heads.add(state)) fresh.add(state);
    }
    left.addAll(this.#landed(`break ${id}`));
    return left;
  }

  #for(statement: Extract<Stmt, { kind: "for" }>, states: StateSet): StateSet {
    const { id, start, test, update, body } = statement;
    const started = new StateSet();
    for (const state of states) {
      if (start === null) started.add(state);
      else {
        for (const it of this.#value(start.value, state, "move"))
          started.add(withFilled(it.state, String(start.variable.id)));
      }
    }
    return this.#loop(id, started, (heads) => {
      const { yes, no } =
        test === null ? { yes: heads, no: new StateSet() } : this.#branch(test, heads, true);
      const ended = this.#continued(id, this.#statements(body, yes));
      const next = new StateSet();
      for (const state of ended) {
        if (update === null) next.add(state);
        else for (const it of this.#value(update, state, "look")) next.add(it.state);
      }
      return { next, left: no };
    });
  }

  /** Tests run in order until one matches; bodies fall through; `default` is entered when all tests failed. */
  #switch({ id, value, clauses }: Extract<Stmt, { kind: "switch" }>, states: StateSet): StateSet {
    let untested = new StateSet();
    for (const state of states) {
      for (const it of this.#value(value, state, "look")) untested.add(it.state);
    }
    const entered = clauses.map(({ test }) => {
      if (test === null) return new StateSet();
      const tested = new StateSet();
      for (const state of untested) for (const it of this.#value(test, state, "look")) tested.add(it.state);
      untested = tested;
      return tested;
    });
    const fallback = clauses.findIndex(({ test }) => test === null);
    let fallen = new StateSet();
    clauses.forEach(({ body }, index) => {
      const starting = StateSet.of(...fallen, ...(entered[index] ?? []));
      if (index === fallback) starting.addAll(untested);
      fallen = this.#statements(body, starting);
    });
    const left = StateSet.of(...fallen);
    if (fallback < 0) left.addAll(untested);
    left.addAll(this.#landed(`break ${id}`));
    return left;
  }

  #try({ body, handler, finalizer }: Extract<Stmt, { kind: "try" }>, states: StateSet): StateSet {
    const outerRaised = this.#raised;
    const outerJumps = this.#jumps;
    const jumps = new Map<string, StateSet>();
    this.#jumps = jumps;
    const raised = new StateSet();
    this.#raised = raised;
    this.#tries++;
    const ended = StateSet.of(...this.#statements(body, states));
    let uncaught = raised;
    if (handler !== null) {
      uncaught = new StateSet();
      this.#raised = uncaught;
      ended.addAll(this.#statements(handler, raised));
    }
    this.#raised = outerRaised;
    this.#jumps = outerJumps;
    this.#tries--;

    // F4: the finalizer runs once for each completion, and each goes on where it was going.
    const through = (completed: StateSet): StateSet =>
      finalizer === null ? completed : this.#statements(finalizer, completed);
    for (const state of through(uncaught)) this.#raise(state);
    for (const [jump, jumping] of jumps) this.#jump(jump, through(jumping));
    return through(ended);
  }

  #jump(jump: string, states: StateSet): void {
    const known = this.#jumps.get(jump);
    if (known === undefined) this.#jumps.set(jump, StateSet.of(...states));
    else known.addAll(states);
  }

  #landed(jump: string): StateSet {
    const states = this.#jumps.get(jump) ?? new StateSet();
    this.#jumps.delete(jump);
    return states;
  }

  #continued(id: number, ended: StateSet): StateSet {
    const states = StateSet.of(...ended);
    states.addAll(this.#landed(`continue ${id}`));
    return states;
  }
}

function takesOwned(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "bind":
    case "into":
      return true;
    case "read-n":
      return false;
    case "object":
      return pattern.entries.some((entry) => takesOwned(entry.pattern));
    case "array":
      return pattern.elements.some((part) => part !== null && takesOwned(part));
  }
}

function pathOf({ variable, path }: PlaceExpr): string {
  return [variable.id, ...path].join(".");
}

function below(source: string | null, key: string): string | null {
  return source === null ? null : `${source}.${key}`;
}

function plain(state: State): readonly Outcome[] {
  return [{ state, from: null }];
}

/**
 * A reserved receiver that is no place as written, as in `(x = b).spend(n)`: it may leave its place when it is evaluated
 * or at the call (M6 speaks of places), so a program that can tell the difference is left open.
 */
function computed({ state, from }: Outcome): Outcome {
  return { state, from: from === null ? null : `~${from}` };
}

function isComputed(loan: string): boolean {
  return loan.startsWith("~");
}

function placeOf(loan: string): string {
  return isComputed(loan) ? loan.slice(1) : loan;
}

function reserve({ state, from }: Outcome): State {
  return from === null ? state : withLoan(state, from);
}

function release({ from }: Outcome, state: State): State {
  return from === null ? state : withoutLoan(state, from);
}
