import type ts from "typescript";
import type { SinkFact } from "../facts/questions.js";
import { report, spanOf, type Lowering } from "./Lowering.js";

/**
 * X6: `any`, and what a guard has narrowed, flow into an owner without a cast and invent one all the same. Each operand
 * that the expression may choose as its value is judged for itself.
 */
export function reportForgeries(cx: Lowering, node: ts.Expression, sink = cx.facts.sinks.get(node)): void {
  const K = cx.syntax.SyntaxKind;
  switch (node.kind) {
    case K.ParenthesizedExpression: {
      // What is in parentheses flows where they do.
      const { expression } = node as ts.ParenthesizedExpression;
      reportForgeries(cx, expression, cx.facts.sinks.get(expression) ?? sink);
      break;
    }
    case K.ConditionalExpression: {
      const { whenTrue, whenFalse } = node as ts.ConditionalExpression;
      reportForgeries(cx, whenTrue);
      reportForgeries(cx, whenFalse);
      break;
    }
    case K.BinaryExpression: {
      const { left, operatorToken, right } = node as ts.BinaryExpression;
      if (operatorToken.kind === K.BarBarToken || operatorToken.kind === K.QuestionQuestionToken)
        reportForgeries(cx, left);
      reportForgeries(cx, right);
      break;
    }
    default:
      reportForgery(cx, node, sink);
  }
}

export function reportForgery(cx: Lowering, node: ts.Expression, sink: SinkFact | undefined): void {
  if (sink?.kind !== "own" || sink.forged === undefined || isOfArguments(cx, node)) return;
  report(cx, {
    rule: "forged",
    at: spanOf(cx, node),
    subject: cx.syntax.textOf(node),
    detail: sink.forged,
    labels: [],
  });
}

/** `arguments[0]`, which is reported as what it is (X7). */
function isOfArguments(cx: Lowering, node: ts.Expression): boolean {
  const K = cx.syntax.SyntaxKind;
  let root = node;
  while (
    root.kind === K.ElementAccessExpression ||
    root.kind === K.ParenthesizedExpression ||
    root.kind === K.SpreadElement
  )
    root = (root as ts.ElementAccessExpression).expression;
  return root.kind === K.Identifier && (root as ts.Identifier).text === "arguments" && cx.ownsParameters;
}

/**
 * The targets of a destructuring assignment declare their types one by one, so that each owner among them is set against
 * the part of the value that it gets, as far as that is written down.
 */
export function reportForgedParts(cx: Lowering, target: ts.Expression, value: ts.Expression): void {
  const K = cx.syntax.SyntaxKind;
  if (target.kind === K.ArrayLiteralExpression && value.kind === K.ArrayLiteralExpression) {
    const { elements } = value as ts.ArrayLiteralExpression;
    if (!elements.some((element) => element.kind === K.SpreadElement)) {
      (target as ts.ArrayLiteralExpression).elements.forEach((element, index) => {
        const part = elements[index];
        if (part !== undefined) reportForgedParts(cx, element, part);
      });
      return;
    }
  }
  if (!cx.facts.value(value).mayForge) return;
  const owner = firstOwner(cx, target);
  if (owner !== null) reportForgery(cx, value, { kind: "own", forged: cx.syntax.textOf(owner) });
}

/** The first of the names in a pattern that becomes an owner. */
function firstOwner(cx: Lowering, target: ts.Node): ts.Node | null {
  const K = cx.syntax.SyntaxKind;
  switch (target.kind) {
    case K.Identifier:
    case K.PropertyAccessExpression:
    case K.ElementAccessExpression:
      return cx.facts.value(target).ownership.kind === "owned" ? target : null;
    default: {
      let found: ts.Node | null = null;
      cx.syntax.forEachChild(target, (child) => {
        found ??= firstOwner(cx, child);
      });
      return found;
    }
  }
}
