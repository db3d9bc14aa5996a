import type ts from "typescript";
import type { ArgumentFact, CallFact } from "../facts/questions.js";
import type { Move } from "../ir/Body.js";
import type { Place } from "../ir/places.js";
import { lowerAccess, moveOut, use } from "./access.js";
import { containerMember } from "./containers.js";
import { lowerExpression } from "./expressions.js";
import {
  borrowing,
  interrupt,
  moving,
  report,
  spanOf,
  unsupported,
  type Flow,
  type Loan,
  type Lowering,
} from "./Lowering.js";
import { isOwned, valueOf, withoutParentheses } from "./values.js";

type CallNode = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/**
 * Lowers a call: callee and receiver, arguments left to right, then the call itself (M6). A consuming method's receiver
 * is reserved when it is evaluated and leaves its place at the call.
 */
export function lowerCall(cx: Lowering, node: CallNode): void {
  const fact = cx.facts.call(node);
  const callee = withoutParentheses(cx, calleeOf(cx, node));
  const { operands, substitutions } = operandsOf(cx, node);
  if (isDirectEval(cx, callee)) unsupported(cx, node, "`eval`");

  const restorable: Move[] = [];
  const loans: Loan[] = [];
  const receiver = lowerCallee(cx, node, callee, fact, loans);
  const before = cx.interruptions;
  const atomic = fact?.atomic === true && fact.consumesReceiver;
  const inspects = fact === null || fact.predicate || isInspector(cx, callee);
  if (copies(fact)) reportCopy(cx, node, operands);
  operands.forEach((operand, index) => {
    lowerArgument(cx, operand, inspects ? null : (fact.arguments[index + substitutions] ?? null), {
      callee: fact?.name ?? "",
      atomic,
      collect: restorable,
      loans,
    });
  });
  if (receiver !== null) consumeReceiver(cx, receiver, before, restorable);
  for (const { place, at } of loans) cx.build.emit({ op: "end-loan", place, at });
  interrupt(cx, node, `this call of \`${fact?.name ?? cx.syntax.textOf(callee)}\``, {
    reenters: !atomic && fact?.reenters !== false && !isInspector(cx, callee),
    restores: atomic ? restorable : [],
  });
  if (fact?.returnsNever === true) {
    if (cx.build.handler === null) cx.build.terminate({ kind: "throw" });
    else cx.build.goto(cx.build.handler);
    cx.build.enter(cx.build.reserve());
  }
}

interface Receiver {
  /** Null: a value that nothing names, which a second use cannot reach. */
  readonly place: Place | null;
  readonly node: ts.Expression;
  readonly method: string;
}

function calleeOf(cx: Lowering, node: CallNode): ts.Expression {
  return node.kind === cx.syntax.SyntaxKind.TaggedTemplateExpression
    ? node.tag
    : (node as ts.CallExpression).expression;
}

function operandsOf(
  cx: Lowering,
  node: CallNode,
): { readonly operands: readonly ts.Expression[]; readonly substitutions: 0 | 1 } {
  const K = cx.syntax.SyntaxKind;
  if (node.kind !== K.TaggedTemplateExpression) {
    return { operands: [...((node as ts.NewExpression).arguments ?? [])], substitutions: 0 };
  }
  const { template } = node;
  const spans = template.kind === K.TemplateExpression ? template.templateSpans : [];
  return { operands: spans.map((span) => span.expression), substitutions: 1 };
}

/** Evaluates the callee. Returns the receiver that the call is going to consume, if it consumes one. */
function lowerCallee(
  cx: Lowering,
  node: CallNode,
  callee: ts.Expression,
  fact: CallFact | null,
  loans: Loan[],
): Receiver | null {
  const K = cx.syntax.SyntaxKind;
  const isMember = callee.kind === K.PropertyAccessExpression || callee.kind === K.ElementAccessExpression;
  if (!isMember || node.kind === K.NewExpression) {
    const once = valueOf(cx, callee).ownership;
    if (once.kind === "owned" && once.form === "once" && node.kind === K.CallExpression) {
      lowerExpression(cx, callee, moving({ kind: "receiver", method: "call" }, "spent"));
    } else lowerExpression(cx, callee, borrowing);
    skipWhenAbsent(cx, node);
    return null;
  }
  const member = callee as ts.PropertyAccessExpression | ts.ElementAccessExpression;
  const receiver = member.expression;
  const reference = lowerAccess(cx, receiver);
  const place = reference.kind === "place" && reference.tracked ? reference.place : null;
  const at = spanOf(cx, receiver);
  const consumes = fact?.consumesReceiver === true;
  if (place !== null) use(cx, place, at, consumes ? "spent" : "borrowed");
  if (member.questionDotToken !== undefined) skip(cx);
  if (member.kind === K.ElementAccessExpression) {
    const { argumentExpression } = member;
    lowerExpression(cx, argumentExpression, borrowing);
    if (isOwned(cx, receiver) && !consumes && !isLiteralKey(cx, argumentExpression)) {
      unsupported(
        cx,
        node,
        `the computed call \`${cx.syntax.textOf(callee)}\`, which may consume its receiver`,
      );
    }
  }
  skipWhenAbsent(cx, node);
  if (consumes) {
    if (place !== null) cx.reserved.push({ place, at });
    return { place, node: receiver, method: fact.name };
  }
  const { ownership } = valueOf(cx, receiver);
  if (ownership.kind === "owned" && (ownership.form === "container" || ownership.form === "promise")) {
    callContainer(cx, node, place, receiver, fact);
  } else if (place !== null) loans.push({ place, at });
  return null;
}

function callContainer(
  cx: Lowering,
  node: CallNode,
  place: Place | null,
  receiver: ts.Expression,
  fact: CallFact | null,
): void {
  const name = fact?.library ?? null;
  switch (containerMember(name)) {
    case "borrows":
      break;
    case "empties":
      if (place !== null) cx.build.emit({ op: "empty", place, at: spanOf(cx, receiver) });
      break;
    case "unknown":
      unsupported(cx, node, `\`${fact?.name ?? cx.syntax.textOf(node)}\` on something that holds budgets`);
      break;
  }
}

function consumeReceiver(cx: Lowering, receiver: Receiver, before: number, collect: Move[]): void {
  const { place, node, method } = receiver;
  if (place === null) return;
  cx.reserved.pop();
  if (place.slot !== null && cx.interruptions !== before && place.key !== "this") {
    report(cx, {
      rule: "move-out-of-shared",
      at: spanOf(cx, node),
      subject: place.text,
      slot: place.slot,
      why: "interrupted",
      labels: [],
    });
    return;
  }
  moveOut(cx, place, node, { kind: "move", reason: { kind: "receiver", method }, verb: "spent", collect });
}

interface ArgumentContext {
  readonly callee: string;
  /** The callee gives back what it took when it throws (T10). */
  readonly atomic: boolean;
  readonly collect: Move[];
  readonly loans: Loan[];
}

/** `fact` null: the argument is only inspected. */
function lowerArgument(
  cx: Lowering,
  operand: ts.Expression,
  fact: ArgumentFact | null,
  call: ArgumentContext,
): void {
  const K = cx.syntax.SyntaxKind;
  const spread = operand.kind === K.SpreadElement;
  const node = spread ? (operand as ts.SpreadElement).expression : operand;
  if (!isOwned(cx, node) || fact === null) {
    lowerExpression(cx, node, borrowing);
    return;
  }
  lowerExpression(cx, node, argumentFlow(fact, call));
}

function argumentFlow(fact: ArgumentFact, { callee, atomic, collect, loans }: ArgumentContext): Flow {
  const { sink, parameter, declaredAt } = fact;
  switch (sink.kind) {
    case "own":
      return atomic
        ? moving({ kind: "consumed-argument", method: callee, parameter }, "spent", collect)
        : moving({ kind: "argument", callee, parameter, declaredAt });
    case "borrow":
      return { kind: "borrow", verb: "borrowed", loans };
    case "escape":
      return { kind: "escape", into: sink.into, why: sink.why };
  }
}

function skipWhenAbsent(cx: Lowering, node: CallNode): void {
  if ((node as ts.CallExpression).questionDotToken !== undefined) skip(cx);
}

function skip(cx: Lowering): void {
  if (cx.chainExit === null) return;
  const present = cx.build.reserve();
  cx.build.branch(present, cx.chainExit);
  cx.build.enter(present);
}

function isLiteralKey(cx: Lowering, node: ts.Expression): boolean {
  const K = cx.syntax.SyntaxKind;
  return (
    node.kind === K.StringLiteral ||
    node.kind === K.NoSubstitutionTemplateLiteral ||
    node.kind === K.NumericLiteral
  );
}

function isDirectEval(cx: Lowering, callee: ts.Expression): boolean {
  return callee.kind === cx.syntax.SyntaxKind.Identifier && (callee as ts.Identifier).text === "eval";
}

/** M3: the callees that only look at what they are given, by the name they are called by. */
function isInspector(cx: Lowering, callee: ts.Expression): boolean {
  const K = cx.syntax.SyntaxKind;
  let root = callee;
  while (root.kind === K.PropertyAccessExpression) root = (root as ts.PropertyAccessExpression).expression;
  if (root.kind !== K.Identifier && root.kind !== K.ThisKeyword) return false;
  const name = cx.syntax.textOf(callee);
  if (cx.inspectors.has(name)) return true;
  const binding = cx.facts.binding(root);
  if (binding !== null && binding.declaration !== null && !binding.imported) return false;
  return builtInInspectors.has(name) || name.startsWith("console.");
}

const builtInInspectors: ReadonlySet<string> = new Set([
  "JSON.stringify",
  "String",
  "util.inspect",
  "inspect",
  "expect",
]);

function copies(fact: CallFact | null): boolean {
  return (
    fact?.library === "structuredClone" ||
    fact?.library === "Object.assign" ||
    fact?.library === "Object.create"
  );
}

/** X5: what these make looks like the resource and is none. */
function reportCopy(cx: Lowering, node: CallNode, operands: readonly ts.Expression[]): void {
  const copied = operands.find((operand) => isOwned(cx, operand));
  if (copied === undefined) return;
  report(cx, {
    rule: "copy",
    at: spanOf(cx, node),
    subject: cx.syntax.textOf(copied),
    detail: null,
    labels: [],
  });
}
