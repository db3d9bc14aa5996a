import type ts from "typescript";
import type { FixDefinition } from "../Fix.js";
import type { FixContext } from "../FixContext.js";
import { bare } from "../editing/evaluation.js";
import { importing } from "../editing/imports.js";

/** `map.get(key)!.close()` to `takeFrom(map, key)!.close()` (K2). */
export const takeFromMap: FixDefinition = {
  name: "take-from-map",
  summary: "Take the value out of the map with `takeFrom`, rather than look at it with `get`",
  rules: ["move-out-of-shared", "borrow-escape"],
  propose(finding, cx) {
    const node = cx.nodeAt(finding.at);
    const call = node === null ? null : lookup(cx, node);
    const callee = call?.expression as ts.PropertyAccessExpression | undefined;
    const key = call?.arguments[0];
    if (call === null || callee === undefined || key === undefined || cx.textOf(callee).includes("?."))
      return null;
    const takeFrom = importing(cx, "takeFrom", "value");
    const map = cx.textOf(callee.expression);
    return {
      applicability: "machine-applicable",
      title: `Take it out of \`${map}\` with \`takeFrom\``,
      edits: [
        ...takeFrom.edits,
        { at: cx.spanOf(call), text: `${takeFrom.name}(${map}, ${cx.textOf(key)})` },
      ],
    };
  },
};

/** The `map.get(key)` that is consumed: the expression itself, or what a constant name for it was declared with. */
function lookup(cx: FixContext, use: ts.Node): ts.CallExpression | null {
  const K = cx.syntax.SyntaxKind;
  const node = bare(cx, use);
  if (node.kind === K.Identifier) {
    const declaration = cx.facts.binding(node)?.declaration;
    if (declaration?.kind !== K.VariableDeclaration) return null;
    const { initializer, parent } = declaration as ts.VariableDeclaration;
    if (initializer === undefined || parent.kind !== K.VariableDeclarationList) return null;
    return cx.syntax.isConstant(parent) ? lookup(cx, initializer) : null;
  }
  if (node.kind !== K.CallExpression || cx.facts.call(node)?.library !== "Map.get") return null;
  const call = node as ts.CallExpression;
  return call.expression.kind === K.PropertyAccessExpression ? call : null;
}
