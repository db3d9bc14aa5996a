import type ts from "typescript";
import type { ValueFact } from "../facts/questions.js";
import type { MoveReason } from "../findings.js";
import type { Place } from "../ir/places.js";
import { takeLent } from "./borrows.js";
import { borrowing, type Flow, type Lowering } from "./Lowering.js";

export function withoutParentheses(cx: Lowering, node: ts.Expression): ts.Expression {
  const K = cx.syntax.SyntaxKind;
  let at = node;
  while (at.kind === K.ParenthesizedExpression) at = (at as ts.ParenthesizedExpression).expression;
  return at;
}

export function valueOf(cx: Lowering, node: ts.Expression): ValueFact {
  return cx.facts.value(withoutParentheses(cx, node));
}

export function isOwned(cx: Lowering, node: ts.Expression): boolean {
  return valueOf(cx, node).ownership.kind === "owned";
}

/** The flow of a value into whatever its context declares; into an owner, for the given reason (T5). */
export function flowInto(
  cx: Lowering,
  node: ts.Expression,
  reason: MoveReason,
  into: Place | null = null,
): Flow {
  if (!isOwned(cx, node)) {
    if (cx.facts.lent.size > 0 && cx.facts.sink(node).kind === "own") takeLent(cx, node);
    return borrowing;
  }
  const sink = cx.facts.sink(node);
  switch (sink.kind) {
    case "own":
      return { kind: "move", reason, verb: "moved", collect: null, into };
    case "borrow":
      return borrowing;
    case "escape":
      return { kind: "escape", into: sink.into, why: sink.why };
  }
}

/** The keys of the roots of all the names that a pattern binds. */
export function rootsOf(cx: Pick<Lowering, "syntax" | "facts">, pattern: ts.Node): ReadonlySet<string> {
  const roots = new Set<string>();
  const visit = (node: ts.Node): void => {
    const binding = node.kind === cx.syntax.SyntaxKind.Identifier ? cx.facts.binding(node) : null;
    if (binding !== null) roots.add(String(binding.id));
    cx.syntax.forEachChild(node, visit);
  };
  visit(pattern);
  return roots;
}
