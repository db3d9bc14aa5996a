import type ts from "typescript";
import type { FixDefinition } from "../Fix.js";
import type { FixContext } from "../FixContext.js";
import { slotOf } from "../editing/declarations.js";
import { bare, isEvaluatedWith, runsBefore } from "../editing/evaluation.js";
import { insertBefore, statementOf } from "../editing/statements.js";

/** `use(this.b)` to `const b = this.b; this.b = null; use(b)` (R3), where the slot may be empty. */
export const takeThenClear: FixDefinition = {
  name: "take-then-clear",
  summary: "Take the value out of the slot and empty it in one step, then use it",
  rules: ["move-out-of-shared"],
  propose(finding, cx) {
    const node = finding.rule === "move-out-of-shared" ? cx.nodeAt(finding.at) : null;
    if (node === null) return null;
    const place = bare(cx, node);
    const slot = slotOf(cx, place);
    const statement = statementOf(cx, place);
    if (slot === null || slot.isReadonly || slot.empty === null || statement === null) return null;
    if (!isEvaluatedWith(cx, place, statement) || mentionsOf(cx, statement, cx.textOf(place)) > 1)
      return null;

    const text = cx.textOf(place);
    const name = cx.freshName(nameFor(cx, place));
    return {
      applicability: runsBefore(cx, statement, place) ? "maybe-incorrect" : "machine-applicable",
      title: `Take \`${text}\` and clear it before it is used`,
      edits: [
        ...insertBefore(cx, statement, [`const ${name} = ${text};`, `${text} = ${slot.empty};`]),
        { at: cx.spanOf(place), text: name },
      ],
      declares: [name],
    };
  },
};

function nameFor(cx: FixContext, place: ts.Node): string {
  if (place.kind === cx.syntax.SyntaxKind.Identifier) return "taken";
  const { name } = place as ts.PropertyAccessExpression;
  const text = cx.textOf(name).replace(/^[#_]+/, "");
  return text === "" ? "taken" : text;
}

function mentionsOf(cx: FixContext, statement: ts.Statement, text: string): number {
  let count = 0;
  cx.walk(statement, (node) => {
    const isName =
      node.parent.kind === cx.syntax.SyntaxKind.PropertyAccessExpression &&
      (node.parent as ts.PropertyAccessExpression).name === node;
    if (!isName && node.kind !== cx.syntax.SyntaxKind.ExpressionStatement && cx.textOf(node) === text)
      count++;
  });
  return count;
}
