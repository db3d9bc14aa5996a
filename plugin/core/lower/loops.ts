import type ts from "typescript";
import type { Loan, Loop, Task } from "../ir/Body.js";
import type { Span } from "../findings.js";
import type { BlockId } from "../ir/ids.js";
import { libraryMember } from "../facts/library.js";
import { rootOf, type Place } from "../ir/places.js";
import { keepBorrow, takenLent } from "./borrows.js";
import { bindingPlace, lowerAccess, mayBePlace, reportEscape, type Reference } from "./access.js";
import { storeInto } from "./assignments.js";
import { lowerCondition, lowerExpression } from "./expressions.js";
import { reportForgedParts, reportForgery } from "./forgery.js";
import { borrowing, interrupt, lending, spanOf, type Lent, type Lowering } from "./Lowering.js";
import { beginRound, settleWalk, walkOver, type PromiseWalk } from "./tasks.js";
import { assignSource, bindName, bindPattern, nothingLent } from "./patterns.js";
import { disposeAfter, rememberUsing } from "./disposal.js";
import { lowerDeclarations, lowerStatement } from "./statements.js";
import { isNewList } from "./calls.js";
import { isTakenByClosures } from "./closures.js";
import { isOwned, rootsOf, valueOf, withoutParentheses } from "./values.js";

export function lowerLoop(cx: Lowering, node: ts.IterationStatement, labels: readonly string[]): void {
  const K = cx.syntax.SyntaxKind;
  switch (node.kind) {
    case K.WhileStatement: {
      const { expression } = node as ts.WhileStatement;
      runLoop(cx, node, labels, (body, exit) => {
        lowerLoopCondition(cx, expression, body, exit);
      });
      break;
    }
    case K.DoStatement:
      lowerDo(cx, node as ts.DoStatement, labels);
      break;
    case K.ForStatement:
      lowerFor(cx, node as ts.ForStatement, labels);
      break;
    case K.ForOfStatement:
      lowerForOf(cx, node as ts.ForOfStatement, labels);
      break;
    case K.ForInStatement: {
      const { expression, initializer } = node as ts.ForInStatement;
      lowerExpression(cx, expression, borrowing);
      runLoop(
        cx,
        node,
        labels,
        (body, exit) => {
          cx.build.branch(body, exit);
        },
        () => {
          lowerIterationVariable(cx, initializer, expression, nothingLent);
        },
      );
      break;
    }
    default:
      break;
  }
}

/**
 * The blocks that all loops but `do` share:
 *
 *     head: test -> body | exit
 *     body: start, statement -> latch
 *     latch: update -> head (the back edge, the only one; `continue` goes here)
 */
function runLoop(
  cx: Lowering,
  node: ts.IterationStatement,
  labels: readonly string[],
  test: (body: BlockId, exit: BlockId) => void,
  start: () => void = () => undefined,
  update: () => void = () => undefined,
  round: (run: () => void) => void = (run) => {
    run();
  },
): void {
  const { build } = cx;
  const outer = build.loop;
  const head = build.reserve();
  const body = build.reserve();
  const latch = build.reserve();
  const exit = build.reserve();
  build.goto(head);
  build.loop = loopOf(cx, node);
  build.enter(head);
  test(body, exit);
  build.enter(body);
  cx.jumps.pushTarget({ labels, unlabelled: true, breakTo: exit, continueTo: latch });
  round(() => {
    start();
    lowerStatement(cx, node.statement, []);
  });
  cx.jumps.pop();
  build.goto(latch);
  build.enter(latch);
  update();
  build.goto(head, true);
  build.loop = outer;
  build.enter(exit);
}

function lowerDo(cx: Lowering, node: ts.DoStatement, labels: readonly string[]): void {
  const { build } = cx;
  const outer = build.loop;
  const head = build.reserve();
  const condition = build.reserve();
  const latch = build.reserve();
  const exit = build.reserve();
  build.goto(head);
  build.loop = loopOf(cx, node);
  build.enter(head);
  cx.jumps.pushTarget({ labels, unlabelled: true, breakTo: exit, continueTo: condition });
  lowerStatement(cx, node.statement, []);
  cx.jumps.pop();
  build.goto(condition);
  build.enter(condition);
  lowerLoopCondition(cx, node.expression, latch, exit);
  build.enter(latch);
  build.goto(head, true);
  build.loop = outer;
  build.enter(exit);
}

function usingsIn(
  { syntax }: Lowering,
  initializer: ts.ForInitializer | undefined,
): readonly ts.VariableDeclarationList[] {
  if (initializer?.kind !== syntax.SyntaxKind.VariableDeclarationList) return [];
  const list = initializer as ts.VariableDeclarationList;
  return syntax.isUsing(list) ? [list] : [];
}

function lowerFor(cx: Lowering, node: ts.ForStatement, labels: readonly string[]): void {
  disposeAfter(cx, usingsIn(cx, node.initializer), () => {
    lowerForStatement(cx, node, labels);
  });
}

function lowerForStatement(cx: Lowering, node: ts.ForStatement, labels: readonly string[]): void {
  const { initializer, condition, incrementor } = node;
  if (initializer?.kind === cx.syntax.SyntaxKind.VariableDeclarationList) {
    lowerDeclarations(cx, initializer as ts.VariableDeclarationList);
  } else if (initializer !== undefined) lowerExpression(cx, initializer, borrowing);
  runLoop(
    cx,
    node,
    labels,
    (body, exit) => {
      if (condition === undefined) cx.build.goto(body);
      else lowerLoopCondition(cx, condition, body, exit);
    },
    undefined,
    () => {
      if (incrementor !== undefined) lowerExpression(cx, incrementor, borrowing);
    },
  );
}

/** K1: iterating moves the container iff the body moves the elements; which is known once the body is lowered. */
function lowerForOf(cx: Lowering, node: ts.ForOfStatement, labels: readonly string[]): void {
  const { expression, initializer } = node;
  const { build } = cx;
  const lent: Lent = { places: [], holders: [] };
  const container = lowerIterated(cx, expression, lent);
  const beforeLoop = build.bookmark();
  let atStart = beforeLoop;
  const firstMove = build.moveCount;
  const { loop } = build;
  const usings = usingsIn(cx, initializer);
  const awaits = node.awaitModifier !== undefined;
  const { array, ownership } = valueOf(cx, expression);
  // What was lent for the making of an array is given back with it, unless the elements are borrows (B2).
  const looksOn =
    lent.holders.length > 0 || (lent.places.length > 0 && !(array && ownership.kind === "plain"));
  const at = spanOf(cx, withoutParentheses(cx, expression));
  const walk = walkOver(cx, node);
  runLoop(
    cx,
    node,
    labels,
    (body, exit) => {
      // B3: the iterator has what it was lent until the loop is left, which may run its last steps.
      if (looksOn) startIterator(cx, lent, at);
      interrupt(cx, expression, awaits ? "this `for await`" : "this iteration", {
        reenters: awaits || !array,
        suspends: awaits,
      });
      leaveWalk(cx, walk, body, exit);
    },
    () => {
      if (walk !== null) beginRound(cx, walk);
      lowerIterationVariable(cx, initializer, expression, lent);
      atStart = build.bookmark();
    },
    undefined,
    (run) => {
      disposeAfter(cx, usings, run);
    },
  );
  const names = rootsOf(cx, initializer);
  const takesElements =
    build.movesSince(firstMove).some((move) => names.has(rootOf(move.place).key)) ||
    isTakenByClosures(cx, names) ||
    usings.length > 0;
  if (takesElements && cx.facts.lent.has(expression)) {
    beforeLoop({ op: "report", finding: takenLent(cx, expression) });
    return;
  }
  if (takesElements && !isOwned(cx, expression))
    reportForgery(cx, expression, cx.facts.sinks.get(expression));
  if (takesElements && container.kind === "value" && isOwned(cx, expression)) {
    // Whichever container was chosen is iterated over by value.
    for (const { place, at } of lent.places) {
      const move = build.move(place, at, { kind: "iteration" }, { loop });
      beforeLoop({ op: "move", move, verb: "moved", interrupted: null });
    }
    return;
  }
  const looksAt = (loans: readonly Loan[], holders: readonly Place[]): void => {
    for (const name of names) {
      atStart({ op: "lend", holder: build.places.root(name, "", null), loans, holders });
    }
  };
  if (container.kind === "value" && isOwned(cx, expression)) looksAt(lent.places, lent.holders);
  if (container.kind !== "place" || !container.tracked) return;
  const { place } = container;
  if (takesElements) {
    const move = build.move(place, at, { kind: "iteration" }, { loop });
    beforeLoop({ op: "move", move, verb: "moved", interrupted: null });
    return;
  }
  looksAt([{ place, at }], []);
  beforeLoop({ op: "borrow", place, at, verb: "borrowed", presence: false });
}

/** Over the one edge on which there is nothing left to go through, all has been gone through. */
function leaveWalk(cx: Lowering, walk: PromiseWalk | null, body: BlockId, exit: BlockId): void {
  const { build } = cx;
  if (walk === null) {
    build.branch(body, exit);
    return;
  }
  const through = build.reserve();
  build.branch(body, through);
  build.enter(through);
  settleWalk(cx, walk);
  build.goto(exit);
}

/** With every step it is the same iterator. */
function startIterator(cx: Lowering, lent: Lent, at: Span): void {
  const task: Task = { at, older: null, within: cx.build.loop };
  cx.build.emit({
    op: "settle",
    held: { tasks: [task], keepers: [] },
    fulfilled: null,
    walk: null,
    at,
    text: "",
  });
  cx.build.emit({ op: "start", task, loans: lent.places, holders: lent.holders });
}

/** The container that a loop iterates over: `bs` in `of bs`, in `of bs.values()`, in `of map.entries()`. */
function lowerIterated(cx: Lowering, expression: ts.Expression, lent: Lent): Reference {
  const bare = withoutParentheses(cx, expression);
  const library = libraryMember(cx.facts.call(bare)?.library ?? null);
  if (library?.receiver === "elements-to-iteration" && isOwned(cx, bare)) {
    const callee = withoutParentheses(cx, (bare as ts.CallExpression).expression);
    const { expression: receiver } = callee as ts.PropertyAccessExpression;
    if (mayBePlace(cx, receiver)) {
      const reference = lowerAccess(cx, receiver);
      lowerExpression(cx, bare, borrowing);
      return reference;
    }
  }
  if (isOwned(cx, expression) && mayBePlace(cx, expression)) return lowerAccess(cx, expression);
  // `for (const b of [x, y])`: the array is gone with the loop, and what it held is where it was unless the body takes it.
  const lends = isNewList(cx, bare) ? { ...lending(lent), inspected: true as const } : lending(lent);
  lowerExpression(cx, expression, lends);
  return { kind: "value" };
}

function lowerIterationVariable(
  cx: Lowering,
  initializer: ts.ForInitializer,
  iterated: ts.Expression,
  lent: Lent,
): void {
  const K = cx.syntax.SyntaxKind;
  if (initializer.kind !== K.VariableDeclarationList) {
    const target = withoutParentheses(cx, initializer);
    reportForgedParts(cx, target, iterated);
    if (target.kind === K.ObjectLiteralExpression || target.kind === K.ArrayLiteralExpression) {
      assignSource(cx, target as ts.ObjectLiteralExpression | ts.ArrayLiteralExpression);
    } else storeInto(cx, lowerAccess(cx, target), target);
    const into = cx.facts.value(target).ownership;
    if (into.kind === "opaque" && isOwned(cx, iterated)) {
      reportEscape(cx, target, { kind: "escape", into: into.why, why: into.why });
    }
    return;
  }
  const list = initializer as ts.VariableDeclarationList;
  for (const { name } of list.declarations) {
    if (name.kind === K.Identifier) {
      if (cx.syntax.isUsing(list)) rememberUsing(cx, name);
      bindName(cx, name);
      if (cx.facts.value(name).ownership.kind === "borrowed")
        keepBorrow(cx, bindingPlace(cx, name), lent, name);
    } else
      bindPattern(cx, name, {
        reference: { kind: "value" },
        fact: cx.facts.value(name),
        lent,
      });
  }
}

/** Only the literals `true` and `false` are folded (M4). */
function lowerLoopCondition(cx: Lowering, node: ts.Expression, whenTrue: BlockId, whenFalse: BlockId): void {
  const K = cx.syntax.SyntaxKind;
  const condition = withoutParentheses(cx, node);
  if (condition.kind === K.TrueKeyword) cx.build.goto(whenTrue);
  else if (condition.kind === K.FalseKeyword) cx.build.goto(whenFalse);
  else lowerCondition(cx, node, whenTrue, whenFalse);
}

function loopOf(cx: Lowering, node: ts.IterationStatement): Loop {
  const start = cx.syntax.startOf(node);
  const end = node.kind === cx.syntax.SyntaxKind.DoStatement ? start + "do".length : node.statement.pos;
  return { at: { file: cx.scan.file.fileName, start, end }, repeatedBy: null, parent: cx.build.loop };
}
