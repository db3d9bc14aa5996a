import type ts from "typescript";
import type { SinkFact, ValueFact } from "../facts/questions.js";
import type { MoveReason } from "../findings.js";
import type { Place } from "../ir/places.js";
import { takeLent } from "./borrows.js";
import { reportForgeries } from "./forgery.js";
import { borrowing, report, type Flow, type Lowering } from "./Lowering.js";

export function withoutParentheses(cx: Lowering, node: ts.Expression): ts.Expression {
  const K = cx.syntax.SyntaxKind;
  let at = node;
  while (at.kind === K.ParenthesizedExpression) at = (at as ts.ParenthesizedExpression).expression;
  return at;
}

/** P1: `(x)`, `x!` and `x satisfies T` are `x`. */
export function withoutSpelling(cx: Lowering, node: ts.Expression): ts.Expression {
  const K = cx.syntax.SyntaxKind;
  let at = node;
  while (
    at.kind === K.ParenthesizedExpression ||
    at.kind === K.NonNullExpression ||
    at.kind === K.SatisfiesExpression
  )
    at = (at as ts.ParenthesizedExpression).expression;
  return at;
}

export function valueOf(cx: Lowering, node: ts.Expression): ValueFact {
  return cx.facts.value(withoutParentheses(cx, node));
}

export function isOwned(cx: Lowering, node: ts.Expression): boolean {
  return valueOf(cx, node).ownership.kind === "owned";
}

/** T8: an instance is everybody's, so its parts can have no one owner. */
export function reportInstanceFlow(cx: Lowering, node: ts.Expression, sink: SinkFact): void {
  if (sink.kind !== "escape" || sink.why !== "class" || !valueOf(cx, node).instance) return;
  const at = { file: cx.scan.file.fileName, start: cx.syntax.startOf(node), end: node.end };
  report(cx, {
    rule: "escape",
    at,
    subject: cx.syntax.textOf(node),
    into: sink.into,
    why: "class",
    labels: [],
  });
}

/** The flow of a value into whatever its context declares; into an owner, for the given reason (T5). */
export function flowInto(
  cx: Lowering,
  node: ts.Expression,
  reason: MoveReason,
  into: Place | null = null,
): Flow {
  reportForgeries(cx, node);
  if (!isOwned(cx, node)) {
    const declared = cx.facts.sinks.get(node);
    if (declared !== undefined) reportInstanceFlow(cx, node, declared);
    const { ownership } = valueOf(cx, node);
    // A budget that meets `any` on the way is lost from there on, unless it flows into an owner after all.
    if (ownership.kind === "opaque") {
      if (cx.facts.sinks.get(node)?.kind === "own")
        return { kind: "move", reason, verb: "moved", collect: null, into };
      return { kind: "escape", into: ownership.why, why: ownership.why };
    }
    if (ownership.kind === "borrowed" && declared?.kind === "own") takeLent(cx, node);
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
  const visit = (node: ts.Node): undefined => {
    const binding = node.kind === cx.syntax.SyntaxKind.Identifier ? cx.facts.binding(node) : null;
    if (binding !== null) roots.add(String(binding.id));
    cx.syntax.forEachChild(node, visit);
  };
  visit(pattern);
  return roots;
}
