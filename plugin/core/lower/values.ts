import type ts from "typescript";
import type { ValueFact } from "../facts/questions.js";
import type { MoveReason } from "../findings.js";
import { borrowing, moving, type Flow, type Lowering } from "./Lowering.js";

export function withoutParentheses(cx: Lowering, node: ts.Expression): ts.Expression {
  let at = node;
  while (at.kind === cx.syntax.SyntaxKind.ParenthesizedExpression)
    at = (at as ts.ParenthesizedExpression).expression;
  return at;
}

export function valueOf(cx: Lowering, node: ts.Expression): ValueFact {
  return cx.facts.value(withoutParentheses(cx, node));
}

export function isOwned(cx: Lowering, node: ts.Expression): boolean {
  return valueOf(cx, node).ownership.kind === "owned";
}

/** The flow of a value into whatever its context declares; into an owner, for the given reason (T5). */
export function flowInto(cx: Lowering, node: ts.Expression, reason: MoveReason): Flow {
  if (!isOwned(cx, node)) return borrowing;
  const sink = cx.facts.sink(node);
  switch (sink.kind) {
    case "own":
      return moving(reason);
    case "borrow":
      return borrowing;
    case "escape":
      return { kind: "escape", into: sink.into, why: sink.why };
  }
}
