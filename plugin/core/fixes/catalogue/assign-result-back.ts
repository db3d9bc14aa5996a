import type ts from "typescript";
import type { Finding, Span } from "../../findings.js";
import type { FixDefinition } from "../Fix.js";
import type { FixContext } from "../FixContext.js";
import { makeAssignable, slotOf } from "../editing/declarations.js";
import { bare, wrapped } from "../editing/evaluation.js";

/** `b.spend(1);` to `b = b.spend(1);`: what is left goes on under the same name (R1, X3). */
export const assignResultBack: FixDefinition = {
  name: "assign-result-back",
  summary: "Assign what `spend` or `merge` returns back to the place that it was taken from",
  rules: [
    "discarded",
    "use-after-move",
    "double-spend",
    "moved-in-loop",
    "move-out-of-shared",
    "repeatable-callback",
    "closure-escape",
  ],
  propose(finding, cx) {
    for (const span of spansOf(finding)) {
      const call = discardedCall(cx, span);
      if (call === null) continue;
      const place = bare(cx, call.expression.expression);
      const assignable = assignableEdits(cx, place);
      if (assignable === null) continue;
      const { file, start } = cx.spanOf(call);
      const text = cx.textOf(place);
      return {
        // Where nothing uses the place again, the rest may as well be meant to be given up.
        applicability:
          finding.rule !== "discarded" || isMissed(cx, call) ? "machine-applicable" : "maybe-incorrect",
        title: `Assign the result back to \`${text}\``,
        edits: [...assignable, { at: { file, start, end: start }, text: `${text} = ` }],
      };
    }
    return null;
  },
};

type MethodCall = ts.CallExpression & { readonly expression: ts.PropertyAccessExpression };

function spansOf({ at, labels }: Finding): readonly Span[] {
  return [at, ...labels.flatMap((label) => (label.kind === "move" ? [label.at] : []))];
}

/** The call of which the span is the receiver, or the whole, if it is a statement that drops what is left. */
function discardedCall(cx: FixContext, span: Span): MethodCall | null {
  const K = cx.syntax.SyntaxKind;
  const node = cx.nodeAt(span);
  if (node === null) return null;
  const call = node.kind === K.CallExpression ? node : wrapped(cx, node).parent.parent;
  if (call.kind !== K.CallExpression || call.parent.kind !== K.ExpressionStatement) return null;
  const { expression: callee } = call as ts.CallExpression;
  if (callee.kind !== K.PropertyAccessExpression || cx.textOf(callee).includes("?.")) return null;
  const { expression: receiver } = callee as ts.PropertyAccessExpression;
  if (node !== call && bare(cx, receiver) !== bare(cx, node)) return null;
  const { budgetOperation } = cx.facts.call(call) ?? {};
  return budgetOperation === "spend" || budgetOperation === "merge" ? (call as MethodCall) : null;
}

function assignableEdits(cx: FixContext, place: ts.Node): ReturnType<typeof makeAssignable> {
  if (place.kind === cx.syntax.SyntaxKind.Identifier) return makeAssignable(cx, place);
  return slotOf(cx, place)?.isReadonly === false ? [] : null;
}

/** Some report blames this very call for a use of the place. */
function isMissed(cx: FixContext, call: MethodCall): boolean {
  return cx.findings.some(
    (finding) =>
      finding.rule !== "discarded" && spansOf(finding).some((span) => discardedCall(cx, span) === call),
  );
}
