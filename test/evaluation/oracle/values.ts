import { partsOf, shapeAt } from "../language/shapes.js";
import type { Expr, PlaceExpr } from "../language/syntax.js";
import { slotsOf } from "../language/walk.js";
import { call } from "./functions.js";
import { containerOperation } from "./containers.js";
import { each, lend, plain, release, reserve, type Outcome, type Want } from "./outcomes.js";
import { suspend } from "./detached.js";
import {
  isLent,
  move,
  pathOf,
  placeOfName,
  reach,
  reached,
  reaching,
  use,
  useName,
  write,
} from "./places.js";
import type { Run } from "./Run.js";
import { withFilled, type State } from "./States.js";
import { awaitTask } from "./tasks.js";
import { test } from "./tests.js";

/** Evaluates an expression in one state, in the order of ECMAScript (M6): all states that can be after it. */
export function value(run: Run, expr: Expr, state: State, want: Want): readonly Outcome[] {
  switch (expr.kind) {
    case "place": {
      const place = pathOf(expr);
      const used = want === "move" ? move(run, state, place, expr) : use(run, state, place, expr);
      return [{ state: used, from: place }];
    }
    case "borrowed":
      return [{ state: useName(run, state, expr.name.id, expr), from: placeOfName(state, expr.name) }];
    case "fresh":
    case "may-throw":
      run.raise(state);
      return plain(state);
    case "fail":
      run.raise(state);
      return run.isTextual ? plain(state) : [];
    case "number":
    case "literal-truth":
      return plain(state);
    case "cond":
      run.raise(state);
      return plain(state);
    case "pass":
    case "take":
    case "start":
      return each(value(run, expr.value, state, "move"), (moved) => called(run, moved.state));
    case "await":
      return each(value(run, expr.value, state, "move"), (moved) => awaited(run, moved.state));
    case "await-all":
      return each(inOrder(run, [expr.left, expr.right], state, "move"), (moved) => awaited(run, moved.state));
    case "tick":
      run.raise(state);
      return awaited(run, state);
    case "method":
    case "close":
      return each(value(run, expr.receiver, state, "look"), (receiver) =>
        consume(run, expr.receiver, receiver, expr.kind === "method" ? expr.amount : null, expr),
      );
    case "optional-spend":
    case "optional-close":
      return each(value(run, expr.receiver, state, "look"), (receiver) => [
        { state: receiver.state, from: null },
        ...consume(run, expr.receiver, receiver, expr.kind === "optional-spend" ? expr.amount : null, expr),
      ]);
    case "merge":
      return merge(run, expr, state);
    case "choose": {
      const { yes, no } = test(run, expr.test, state);
      return [
        ...yes.flatMap((it) => value(run, expr.yes, it, want)),
        ...no.flatMap((it) => value(run, expr.no, it, want)),
      ];
    }
    case "fallback":
      return fallback(run, expr, state, want);
    case "assign":
      return each(assigned(run, expr.target, expr.value, state), (it) =>
        result(run, expr.target, it.state, want),
      );
    case "logical-assign": {
      const tested = use(run, state, pathOf(expr.target), expr.target);
      emptyIn(run, expr.target, expr.value);
      return each([...plain(tested), ...assigned(run, expr.target, expr.value, tested)], (it) =>
        result(run, expr.target, it.state, want),
      );
    }
    case "sequence":
      return each(value(run, expr.first, state, "look"), (it) => value(run, expr.last, it.state, want));
    case "literal":
      return want === "lend" ? lent(run, expr.parts, state) : inOrder(run, expr.parts, state, "move");
    case "spread":
      // M1 says that a spread moves; T5, that what flows into a borrowed place is borrowed.
      if (want === "lend") run.unspecified = true;
      return spread(run, expr, state);
    case "remaining":
      return each(value(run, expr.receiver, state, "look"), (it) => {
        reach(run, expr.receiver, it.state);
        return plain(it.state);
      });
    case "field-n":
      reach(run, expr.source, state);
      return plain(use(run, state, `${pathOf(expr.source)}.n`, expr.source));
    case "add":
      return inOrder(run, [expr.left, expr.right], state, "look");
    case "peek":
      return each(value(run, expr.value, state, "lend"), (it) =>
        called(run, { ...it.state, loans: state.loans }),
      );
    case "await-peek":
      return each(value(run, expr.value, state, "lend"), (it) => {
        run.raise({ ...it.state, loans: state.loans });
        return awaited(run, { ...it.state, loans: state.loans });
      });
    case "await-task":
      return each(plain(awaitTask(run, state, expr.name)), (it) => awaited(run, it.state));
    case "look":
    case "covers":
      return each(
        value(run, expr.kind === "look" ? expr.value : expr.receiver, state, "look"),
        (receiver) => {
          if (expr.kind === "covers") reach(run, expr.receiver, receiver.state);
          const reserved = lend(receiver);
          return each(value(run, expr.amount, reserved.state, "look"), (it) =>
            called(run, release(reserved, it.state)),
          );
        },
      );
    case "mix":
      return each(value(run, expr.value, state, "move"), (moved) =>
        each(value(run, expr.amount, moved.state, "look"), (it) => called(run, it.state)),
      );
    case "both":
      return each(inOrder(run, [expr.left, expr.right], state, "move"), (it) => called(run, it.state));
    case "positive":
      return each(value(run, expr.value, state, "look"), (it) => plain(it.state));
    case "present":
      return called(run, use(run, state, pathOf(expr.value), expr.value));
    case "same":
      return inOrder(run, [expr.left, expr.right], state, "look");
    case "flag":
    case "not":
    case "logic": {
      const { yes, no } = test(run, expr, state);
      return [...yes, ...no].flatMap(plain);
    }
    case "when": {
      const { yes, no } = test(run, expr.test, state);
      return [...no.flatMap(plain), ...yes.flatMap((it) => value(run, expr.effect, it, "look"))];
    }
    case "remove":
    case "element":
    case "copy-elements":
    case "insert":
    case "clear":
      return containerOperation(run, expr, state, want);
    case "call":
      return call(run, expr, state);
  }
}

/** F3: a call may throw, and what was moved into it stays moved. */
export function called(run: Run, state: State): readonly Outcome[] {
  run.raise(state);
  return plain(state);
}

/** An `await` may throw, and others run before it comes back. */
function awaited(run: Run, state: State): readonly Outcome[] {
  run.letOthersRun(state);
  const after = suspend(state);
  run.raise(after);
  return plain(after);
}

export function inOrder(run: Run, exprs: readonly Expr[], state: State, want: Want): readonly Outcome[] {
  let outcomes = plain(state);
  for (const expr of exprs) {
    outcomes = each(outcomes, (it) => value(run, expr, it.state, want).flatMap((at) => plain(at.state)));
  }
  return outcomes;
}

/** Parts of a literal that is lent: each is on loan until the call that it is lent to returns. */
function lent(run: Run, parts: readonly Expr[], state: State): readonly Outcome[] {
  let outcomes = plain(state);
  for (const part of parts) {
    outcomes = each(outcomes, (it) =>
      value(run, part, it.state, "lend").flatMap((at) => plain(lend(at).state)),
    );
  }
  return outcomes;
}

/** A consuming method: the receiver is reserved when evaluated and leaves at the call (M6); throwing undoes that (T10). */
function consume(
  run: Run,
  node: Expr,
  receiver: Outcome,
  amount: Expr | null,
  at: object,
): readonly Outcome[] {
  reach(run, node, receiver.state);
  const reserved = reserve(receiver, node);
  const evaluated = amount === null ? plain(reserved.state) : value(run, amount, reserved.state, "look");
  return each(evaluated, (it) => {
    const state = release(reserved, it.state);
    run.raise(state);
    return plain(receiver.from === null ? state : move(run, state, receiver.from, at));
  });
}

function merge(run: Run, expr: Extract<Expr, { kind: "merge" }>, state: State): readonly Outcome[] {
  return each(value(run, expr.receiver, state, "look"), (receiver) => {
    const reserved = reserve(receiver, expr.receiver);
    return each(value(run, expr.argument, reserved.state, "move"), (argument) => {
      const after = release(reserved, argument.state);
      // T10: when it throws, receiver and argument are still owned.
      run.raise(argument.from === null ? after : withFilled(after, argument.from));
      return plain(receiver.from === null ? after : move(run, after, receiver.from, expr));
    });
  });
}

function fallback(
  run: Run,
  { left, right }: Extract<Expr, { kind: "fallback" }>,
  state: State,
  want: Want,
): readonly Outcome[] {
  if (left.kind === "place") {
    emptyIn(run, left, right);
    const tested = use(run, state, pathOf(left), left);
    return [...value(run, left, tested, want), ...value(run, right, tested, want)];
  }
  return each(value(run, left, state, want), (it) => [it, ...value(run, right, it.state, want)]);
}

/**
 * Where `o ?? x` evaluates `x`, the compiler knows `o` to be empty, so that using it there moves nothing. Conditions are
 * opaque to the oracle (M4): it leaves such programs out.
 */
function emptyIn(run: Run, { variable }: PlaceExpr, other: Expr): void {
  for (const { expr } of slotsOf({ value: other })) {
    if (expr.kind === "place" && expr.variable.id === variable.id) run.unspecified = true;
    // A local function may use it.
    if (expr.kind === "call") run.unspecified = true;
  }
}

/** The base of the target is evaluated first, then the value, then the part is written. */
function assigned(run: Run, target: PlaceExpr, expr: Expr, state: State): readonly Outcome[] {
  // R2 lets a variable be assigned to itself, and does not say what becomes of what looks at it.
  if (expr.kind === "place" && pathOf(expr) === pathOf(target) && isLent(state, pathOf(target)))
    run.unspecified = true;
  return each(value(run, expr, reaching(state, target), "move"), (it) =>
    plain(write(run, reached(it.state, target), pathOf(target), target)),
  );
}

/** M2: the value of an assignment is a use of its target. */
function result(run: Run, target: PlaceExpr, state: State, want: Want): readonly Outcome[] {
  const place = pathOf(target);
  return [{ state: want === "move" ? move(run, state, place, target) : state, from: place }];
}

function spread(
  run: Run,
  { source, key, value: other }: Extract<Expr, { kind: "spread" }>,
  state: State,
): readonly Outcome[] {
  let at = state;
  const place = pathOf(source);
  for (const [part] of partsOf[shapeAt(source.variable.shape, source.path)]) {
    const path = `${place}.${part}`;
    if (part !== key) at = move(run, at, path, source);
    else if (at.moved.includes(path)) {
      // Overwritten, so not moved (M1); but whether it may be missing, the rules do not say.
      run.unspecified = true;
    } else at = use(run, at, path, source);
  }
  return key === null ? plain(at) : each(value(run, other, at, "move"), (it) => plain(it.state));
}
