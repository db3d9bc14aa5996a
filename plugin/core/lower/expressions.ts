import type ts from "typescript";
import type { BlockId } from "../ir/ids.js";
import {
  applyFlow,
  learnAbsent,
  lowerAccess,
  mayBePlace,
  reportEscape,
  test,
  type Reference,
} from "./access.js";
import { staticKey } from "../syntax/staticKey.js";
import { isAssignmentOperator, lowerAssignment, lowerLogicalAssignment, storeInto } from "./assignments.js";
import { takeLent } from "./borrows.js";
import { castInto } from "./casts.js";
import { lowerCall } from "./calls.js";
import { lowerClass, lowerClosureUse } from "./closures.js";
import { learnFrom, type Learned } from "./conditions.js";
import { reportForgeries } from "./forgery.js";
import { lowerArrayLiteral, lowerObjectLiteral } from "./literals.js";
import { borrowing, interrupt, moving, report, spanOf, type Flow, type Lowering } from "./Lowering.js";
import { fulfilledWith, heldByAwaited, keepAlternative } from "./tasks.js";
import { isOwned, valueOf, withoutParentheses } from "./values.js";

/** Lowers one expression in evaluation order (M6); what its value does next is the flow's to say. */
export function lowerExpression(cx: Lowering, node: ts.Expression, flow: Flow): void {
  if (!isChainEnd(cx, node)) {
    lowerPlainExpression(cx, node, flow);
    return;
  }
  const exit = cx.build.reserve();
  const outer = cx.chainExit;
  cx.chainExit = exit;
  lowerPlainExpression(cx, node, flow);
  cx.chainExit = outer;
  cx.build.goto(exit);
  cx.build.enter(exit);
}

/** Lowers a condition, which is opaque (M4); control goes on in one of the two blocks. */
export function lowerCondition(
  cx: Lowering,
  node: ts.Expression,
  whenTrue: BlockId,
  whenFalse: BlockId,
): void {
  const K = cx.syntax.SyntaxKind;
  const condition = withoutParentheses(cx, node);
  if (condition.kind === K.PrefixUnaryExpression) {
    const unary = condition as ts.PrefixUnaryExpression;
    if (unary.operator === K.ExclamationToken) {
      lowerCondition(cx, unary.operand, whenFalse, whenTrue);
      return;
    }
  }
  if (condition.kind === K.BinaryExpression) {
    const { left, operatorToken, right } = condition as ts.BinaryExpression;
    if (operatorToken.kind === K.AmpersandAmpersandToken || operatorToken.kind === K.BarBarToken) {
      const rest = cx.build.reserve();
      if (operatorToken.kind === K.AmpersandAmpersandToken) lowerCondition(cx, left, rest, whenFalse);
      else lowerCondition(cx, left, whenTrue, rest);
      cx.build.enter(rest);
      lowerCondition(cx, right, whenTrue, whenFalse);
      return;
    }
  }
  lowerExpression(cx, condition, borrowing);
  branchLearning(cx, learnFrom(cx, condition), whenTrue, whenFalse);
}

/** Goes on in one of the two blocks, with what is known there. */
export function branchLearning(
  cx: Lowering,
  learned: readonly Learned[],
  whenTrue: BlockId,
  whenFalse: BlockId,
): void {
  if (learned.length === 0) {
    cx.build.branch(whenTrue, whenFalse);
    return;
  }
  const learnTrue = cx.build.reserve();
  const learnFalse = cx.build.reserve();
  cx.build.branch(learnTrue, learnFalse);
  cx.build.enter(learnTrue);
  for (const { when, instruction } of learned) if (when) cx.build.emit(instruction);
  cx.build.goto(whenTrue);
  cx.build.enter(learnFalse);
  for (const { when, instruction } of learned) if (!when) cx.build.emit(instruction);
  cx.build.goto(whenFalse);
}

function lowerPlainExpression(cx: Lowering, node: ts.Expression, flow: Flow): void {
  const K = cx.syntax.SyntaxKind;
  switch (node.kind) {
    case K.Identifier:
    case K.ThisKeyword:
    case K.PropertyAccessExpression:
    case K.ElementAccessExpression:
      applyFlow(cx, lowerAccess(cx, node), flow, node);
      break;
    case K.ParenthesizedExpression:
    case K.NonNullExpression:
    case K.SatisfiesExpression:
    case K.PartiallyEmittedExpression:
      if (isForgedInJavaScript(cx, node)) {
        reportForged(cx, node, (node as ts.ParenthesizedExpression).expression, "an affine type");
      }
      lowerExpression(cx, (node as ts.ParenthesizedExpression).expression, flow);
      break;
    case K.AsExpression:
    case K.TypeAssertionExpression:
      lowerCast(cx, node as ts.AsExpression, flow);
      break;
    case K.ConditionalExpression:
      lowerConditional(cx, node as ts.ConditionalExpression, flow);
      break;
    case K.BinaryExpression:
      lowerBinary(cx, node as ts.BinaryExpression, flow);
      break;
    case K.PrefixUnaryExpression:
    case K.PostfixUnaryExpression:
      lowerUnary(cx, node as ts.PrefixUnaryExpression);
      break;
    case K.DeleteExpression: {
      const operand = (node as ts.DeleteExpression).expression;
      storeInto(cx, lowerAccess(cx, operand), operand);
      break;
    }
    case K.TypeOfExpression:
    case K.VoidExpression:
      lowerExpression(cx, (node as ts.VoidExpression).expression, borrowing);
      break;
    case K.AwaitExpression:
      lowerAwait(cx, node as ts.AwaitExpression, flow);
      break;
    case K.YieldExpression:
      lowerYield(cx, node as ts.YieldExpression);
      break;
    case K.CallExpression:
    case K.NewExpression:
    case K.TaggedTemplateExpression:
      lowerCall(cx, node as ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression, flow);
      escapeFresh(cx, node, flow);
      break;
    case K.ObjectLiteralExpression:
      lowerObjectLiteral(cx, node as ts.ObjectLiteralExpression, flow);
      break;
    case K.ArrayLiteralExpression:
      lowerArrayLiteral(cx, node as ts.ArrayLiteralExpression, flow);
      break;
    case K.TemplateExpression:
      for (const { expression } of (node as ts.TemplateExpression).templateSpans)
        lowerExpression(cx, expression, borrowing);
      break;
    case K.ArrowFunction:
    case K.FunctionExpression:
      cx.build.makeFunction(node);
      lowerClosureUse(cx, node);
      break;
    case K.ClassExpression:
      lowerClass(cx, node as ts.ClassExpression);
      break;
    case K.SpreadElement:
      lowerExpression(cx, (node as ts.SpreadElement).expression, flow);
      break;
    case K.JsxElement:
    case K.JsxSelfClosingElement:
    case K.JsxFragment:
      lowerJsx(cx, node);
      break;
    default:
      // Literals, `super`, `import.meta` and the like: nothing flows.
      break;
  }
}

/** True where an optional chain ends: the place to which each of its `?.` jumps. */
function isChainEnd(cx: Lowering, node: ts.Expression): boolean {
  const K = cx.syntax.SyntaxKind;
  const isLink = (
    at: ts.Node,
  ): at is ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression =>
    at.kind === K.PropertyAccessExpression ||
    at.kind === K.ElementAccessExpression ||
    at.kind === K.CallExpression ||
    at.kind === K.NonNullExpression;
  if (!isLink(node)) return false;
  const parent = node.parent as ts.Node | undefined;
  if (parent !== undefined && isLink(parent) && parent.expression === node) return false;
  for (let at: ts.Node = node; isLink(at); at = at.expression)
    if (at.questionDotToken !== undefined) return true;
  return false;
}

function escapeFresh(cx: Lowering, node: ts.Expression, flow: Flow): void {
  if (flow.kind === "escape" && isOwned(cx, node)) reportEscape(cx, node, flow);
}

function lowerCast(cx: Lowering, node: ts.AsExpression | ts.TypeAssertion, flow: Flow): void {
  const { expression } = node;
  switch (castInto(cx, node)) {
    case "same-place":
      lowerExpression(
        cx,
        expression,
        cx.facts.value(node).ownership.kind === "borrowed" ? lookingOf(flow) : flow,
      );
      break;
    case "forge":
      lowerExpression(cx, expression, borrowing);
      // TypeScript 7 makes a cast of what the comment on parentheses says.
      if (isJavaScript(cx)) reportForged(cx, node.parent, expression, "an affine type");
      else reportForged(cx, node, expression, cx.syntax.textOf(node.type));
      break;
    case "flow": {
      const sink = cx.facts.sink(expression);
      if (sink.kind === "escape")
        lowerExpression(cx, expression, { kind: "escape", into: sink.into, why: sink.why });
      else lowerExpression(cx, expression, sink.kind === "borrow" ? lookingOf(flow) : flow);
      break;
    }
  }
}

/** What looks at a cast looks at what is cast. */
function lookingOf(flow: Flow): Flow {
  return flow.kind === "borrow" ? flow : borrowing;
}

/** `/** @type {Budget} *\/ (value)`: JavaScript casts by a comment on parentheses (X6). */
function isForgedInJavaScript(cx: Lowering, node: ts.Expression): boolean {
  if (node.kind !== cx.syntax.SyntaxKind.ParenthesizedExpression || !isJavaScript(cx)) return false;
  const inner = valueOf(cx, node);
  return cx.facts.value(node).ownership.kind === "owned" && inner.ownership.kind !== "owned" && !inner.empty;
}

function isJavaScript(cx: Lowering): boolean {
  return /\.[cm]?jsx?$/.test(cx.scan.file.fileName);
}

function reportForged(cx: Lowering, node: ts.Node, from: ts.Expression, into: string): void {
  const subject = cx.syntax.textOf(from);
  report(cx, { rule: "forged", at: spanOf(cx, node), subject, detail: into, labels: [] });
}

function lowerConditional(cx: Lowering, node: ts.ConditionalExpression, flow: Flow): void {
  const whenTrue = cx.build.reserve();
  const whenFalse = cx.build.reserve();
  const join = cx.build.reserve();
  lowerCondition(cx, node.condition, whenTrue, whenFalse);
  cx.build.enter(whenTrue);
  lowerExpression(cx, node.whenTrue, flow);
  keepAlternative(cx, node, node.whenTrue);
  cx.build.goto(join);
  cx.build.enter(whenFalse);
  lowerExpression(cx, node.whenFalse, flow);
  keepAlternative(cx, node, node.whenFalse);
  cx.build.goto(join);
  cx.build.enter(join);
}

function lowerBinary(cx: Lowering, node: ts.BinaryExpression, flow: Flow): void {
  const K = cx.syntax.SyntaxKind;
  switch (node.operatorToken.kind) {
    case K.CommaToken:
      lowerSequence(cx, node, flow);
      return;
    case K.AmpersandAmpersandToken:
      lowerAnd(cx, node, flow);
      return;
    case K.BarBarToken:
    case K.QuestionQuestionToken:
      lowerOr(cx, node, flow);
      return;
    case K.EqualsToken:
      lowerAssignment(cx, node, flow);
      return;
    case K.BarBarEqualsToken:
    case K.AmpersandAmpersandEqualsToken:
    case K.QuestionQuestionEqualsToken:
      lowerLogicalAssignment(cx, node, flow);
      return;
    default:
      lowerOperands(cx, node);
  }
}

/** Only the last value flows on. Leans left, as chains of operators do: a loop, not a recursion. */
function lowerSequence(cx: Lowering, node: ts.BinaryExpression, flow: Flow): void {
  const K = cx.syntax.SyntaxKind;
  const rest: ts.Expression[] = [];
  let first: ts.Expression = node;
  while (
    first.kind === K.BinaryExpression &&
    (first as ts.BinaryExpression).operatorToken.kind === K.CommaToken
  ) {
    rest.push((first as ts.BinaryExpression).right);
    first = (first as ts.BinaryExpression).left;
  }
  lowerExpression(cx, first, borrowing);
  rest.reverse().forEach((value, index) => {
    lowerExpression(cx, value, index === rest.length - 1 ? flow : borrowing);
  });
}

/** A chain of operators leans left, thousands deep in generated code: a loop, not a recursion. */
function lowerOperands(cx: Lowering, node: ts.BinaryExpression): void {
  const K = cx.syntax.SyntaxKind;
  const rights: ts.BinaryExpression[] = [];
  let left: ts.Expression = node;
  while (left.kind === K.BinaryExpression && isPlainOperator(cx, left as ts.BinaryExpression)) {
    rights.push(left as ts.BinaryExpression);
    left = (left as ts.BinaryExpression).left;
  }
  lowerExpression(cx, left, borrowing);
  for (const binary of rights.reverse()) {
    lowerExpression(cx, binary.right, borrowing);
    if (isAssignmentOperator(cx, binary)) renameIndexedSlots(cx, binary.left);
  }
}

function isPlainOperator(cx: Lowering, node: ts.BinaryExpression): boolean {
  const K = cx.syntax.SyntaxKind;
  switch (node.operatorToken.kind) {
    case K.CommaToken:
    case K.AmpersandAmpersandToken:
    case K.BarBarToken:
    case K.QuestionQuestionToken:
    case K.EqualsToken:
    case K.BarBarEqualsToken:
    case K.AmpersandAmpersandEqualsToken:
    case K.QuestionQuestionEqualsToken:
      return false;
    default:
      return true;
  }
}

/** The left operand is only tested: where it decides, it is no budget. */
function lowerAnd(cx: Lowering, node: ts.BinaryExpression, flow: Flow): void {
  const right = cx.build.reserve();
  const join = cx.build.reserve();
  lowerCondition(cx, node.left, right, join);
  cx.build.enter(right);
  lowerExpression(cx, node.right, flow);
  cx.build.goto(join);
  cx.build.enter(join);
}

/** The left operand flows on where it is chosen, and nowhere else. */
function lowerOr(cx: Lowering, node: ts.BinaryExpression, flow: Flow): void {
  const { left, right } = node;
  const other = cx.build.reserve();
  const join = cx.build.reserve();
  let passedOver: Reference | null = null;
  if (mayBePlace(cx, left) && !isChainEnd(cx, withoutParentheses(cx, left))) {
    const reference = lowerAccess(cx, left);
    if (reference.kind === "place" && reference.tracked) test(cx, reference.place, spanOf(cx, left));
    const chosen = cx.build.reserve();
    cx.build.branch(chosen, other);
    cx.build.enter(chosen);
    applyFlow(cx, reference, flow, withoutParentheses(cx, left));
    cx.build.goto(join);
    passedOver = reference;
  } else if (isOwned(cx, left) && isChainEnd(cx, withoutParentheses(cx, left))) {
    lowerChosenChain(cx, withoutParentheses(cx, left), flow, join, other);
  } else if (isOwned(cx, left) || valueOf(cx, left).ownership.kind === "borrowed") {
    lowerExpression(cx, left, flow);
    cx.build.branch(join, other);
  } else {
    lowerCondition(cx, left, join, other);
  }
  cx.build.enter(other);
  if (passedOver !== null) learnAbsent(cx, passedOver);
  lowerExpression(cx, right, flow);
  cx.build.goto(join);
  cx.build.enter(join);
}

/** `known?.merge(b) ?? b`: where the chain is skipped the other operand is chosen, and only there if its call always yields. */
function lowerChosenChain(
  cx: Lowering,
  chain: ts.Expression,
  flow: Flow,
  chosen: BlockId,
  skipped: BlockId,
): void {
  const outer = cx.chainExit;
  cx.chainExit = skipped;
  lowerPlainExpression(cx, chain, flow);
  cx.chainExit = outer;
  if (cx.facts.call(chain)?.mayReturnNothing === false) cx.build.goto(chosen);
  else cx.build.branch(chosen, skipped);
}

function lowerUnary(cx: Lowering, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): void {
  const K = cx.syntax.SyntaxKind;
  lowerExpression(cx, node.operand, borrowing);
  if (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken)
    renameIndexedSlots(cx, node.operand);
}

/** `bs[i]` is another slot once `i` has changed, so a hole in it can no longer be filled. */
export function renameIndexedSlots(cx: Lowering, target: ts.Expression): void {
  const { scopes, facts } = cx;
  const binding = facts.binding(target);
  if (binding === null ? mayBeMember(cx, target, scopes.indexMembers) : scopes.indices.has(binding.id))
    interrupt(cx, target, `the change of \`${cx.syntax.textOf(target)}\``, { throws: false });
}

function mayBeMember(
  { syntax, facts }: Lowering,
  target: ts.Expression,
  members: ReadonlySet<string>,
): boolean {
  switch (target.kind) {
    case syntax.SyntaxKind.PropertyAccessExpression:
      return members.has((target as ts.PropertyAccessExpression).name.text);
    case syntax.SyntaxKind.ElementAccessExpression: {
      const { argumentExpression } = target as ts.ElementAccessExpression;
      const isName = argumentExpression.kind === syntax.SyntaxKind.Identifier;
      const key = isName ? null : staticKey(syntax, argumentExpression);
      if (key !== null) return members.has(key);
      // A budget is nobody's key.
      return members.size > 0 && facts.value(target).ownership.kind === "plain";
    }
    default:
      return false;
  }
}

function lowerAwait(cx: Lowering, node: ts.AwaitExpression, flow: Flow): void {
  const { expression } = node;
  // A promise of a borrow has what that looks at (B2).
  const lent = flow.kind === "borrow" && valueOf(cx, node).ownership.kind === "borrowed" ? flow : borrowing;
  if (cx.facts.lent.has(expression)) takeLent(cx, expression);
  lowerExpression(cx, expression, isOwned(cx, expression) ? moving({ kind: "await" }) : lent);
  const { always, ifFulfilled } = heldByAwaited(cx, expression);
  interrupt(cx, node, "this `await`", { suspends: true, settles: always });
  const at = spanOf(cx, expression);
  const fulfilled = fulfilledWith(cx, expression);
  for (const held of [always, ifFulfilled]) {
    if (held.tasks.length + held.keepers.length > 0)
      cx.build.emit({ op: "settle", held, fulfilled, walk: null, at, text: cx.syntax.textOf(expression) });
  }
  escapeFresh(cx, node, flow);
}

function lowerYield(cx: Lowering, node: ts.YieldExpression): void {
  const { expression } = node;
  if (expression !== undefined) {
    const sink = cx.facts.sink(expression);
    const { kind } = valueOf(cx, expression).ownership;
    const owned = kind === "owned";
    reportForgeries(cx, expression);
    if (kind === "borrowed" && sink.kind === "own") takeLent(cx, expression);
    if (owned && sink.kind === "escape")
      lowerExpression(cx, expression, { kind: "escape", into: sink.into, why: sink.why });
    else
      lowerExpression(cx, expression, owned && sink.kind === "own" ? moving({ kind: "yield" }) : borrowing);
  }
  interrupt(cx, node, "this `yield`", { suspends: true });
  // The consumer may end the generator here: finalizers run, and nothing after them.
  const resumed = cx.build.reserve();
  const ended = cx.build.reserve();
  cx.build.branch(resumed, ended);
  cx.build.enter(ended);
  cx.jumps.return();
  cx.build.enter(resumed);
}

function lowerJsx(cx: Lowering, node: ts.Node): void {
  const K = cx.syntax.SyntaxKind;
  cx.syntax.forEachChild(node, (child) => {
    switch (child.kind) {
      case K.JsxExpression:
      case K.JsxSpreadAttribute: {
        const { expression } = child as ts.JsxExpression;
        if (expression === undefined) break;
        const { kind } = valueOf(cx, expression).ownership;
        lowerExpression(
          cx,
          expression,
          kind === "owned" ? { kind: "escape", into: "a JSX attribute", why: "jsx" } : borrowing,
        );
        if (kind === "borrowed") reportKeptByComponent(cx, expression);
        break;
      }
      case K.Identifier:
      case K.JsxText:
        break;
      case K.JsxElement:
      case K.JsxSelfClosingElement:
      case K.JsxFragment:
      case K.JsxOpeningElement:
      case K.JsxAttributes:
      case K.JsxAttribute:
        lowerJsx(cx, child);
        break;
      default:
        break;
    }
  });
}

/** B4: nobody knows what a component keeps of its attributes, nor for how long. */
function reportKeptByComponent(cx: Lowering, node: ts.Expression): void {
  report(cx, {
    rule: "borrow-escape",
    at: spanOf(cx, node),
    subject: cx.syntax.textOf(node),
    detail: "handed to a component, which may keep it",
    labels: [],
  });
}
