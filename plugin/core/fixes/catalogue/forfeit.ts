import type ts from "typescript";
import type { Finding } from "../../findings.js";
import type { FixDefinition } from "../Fix.js";
import type { FixContext } from "../FixContext.js";
import { indentationAt, insertBefore, lineBreakOf } from "../editing/statements.js";

/** Gives a receipt up where the function is left with it (X2); settling it would need the amount that was used. */
export const forfeit: FixDefinition = {
  name: "forfeit",
  summary: "Resolve the receipt where it is left unresolved: `forfeit()`, or `cancel()` for a reservation",
  rules: ["unresolved"],
  propose(finding, cx) {
    const binding = finding.rule === "unresolved" ? cx.nodeAt(finding.at) : null;
    const name = binding === null ? null : nameIn(cx, binding);
    const method = name === null ? null : resolvingMethod(cx, name);
    const exits = exitsOf(cx, finding);
    if (name === null || method === null || exits.length === 0) return null;
    const call = `${cx.textOf(name)}.${method}();`;
    return {
      applicability: "maybe-incorrect",
      title: `Give \`${cx.textOf(name)}\` up where it is left: \`${method}()\``,
      edits: exits.flatMap((exit) =>
        exit.kind === cx.syntax.SyntaxKind.ReturnStatement
          ? insertBefore(cx, exit as ts.Statement, [call])
          : insertAtEnd(cx, exit as ts.Block, call),
      ),
    };
  },
};

function nameIn(cx: FixContext, binding: ts.Node): ts.Identifier | null {
  const K = cx.syntax.SyntaxKind;
  const named = (binding as { name?: ts.Node }).name ?? binding;
  return named.kind === K.Identifier ? (named as ts.Identifier) : null;
}

/** By the operation that made it, or by the type that its parameter is declared with. */
function resolvingMethod(cx: FixContext, name: ts.Identifier): "forfeit" | "cancel" | null {
  const K = cx.syntax.SyntaxKind;
  const ownership = cx.facts.value(name).ownership;
  if (ownership.kind !== "owned" || ownership.form !== "resource" || !ownership.linear) return null;
  for (let at: ts.Node = name; ; at = at.parent) {
    switch (at.kind) {
      case K.Identifier:
      case K.BindingElement:
      case K.ArrayBindingPattern:
        break;
      case K.Parameter:
      case K.VariableDeclaration: {
        const { type, initializer } = at as ts.VariableDeclaration;
        if (type !== undefined) return methodOf(cx.textOf(type));
        const operation = initializer === undefined ? null : cx.facts.call(initializer)?.budgetOperation;
        return operation === "reserve" || operation === "stream" ? "forfeit" : null;
      }
      default:
        return null;
    }
  }
}

function methodOf(type: string): "forfeit" | "cancel" | null {
  if (/^(?:Receipt|StreamingReceipt|Refund)\b[^|]*$/.test(type)) return "forfeit";
  return /^Reservation\b[^|]*$/.test(type) ? "cancel" : null;
}

/** Where the function is left: `return` statements, or the block at whose end it is. Empty where one cannot be named. */
function exitsOf(cx: FixContext, { labels }: Finding): readonly ts.Node[] {
  const K = cx.syntax.SyntaxKind;
  const exits: ts.Node[] = [];
  for (const label of labels) {
    if (label.kind !== "exit") continue;
    const node = cx.nodeAt(label.at) ?? blockEndingAt(cx, label.at.end);
    if (node === null || (node.kind !== K.ReturnStatement && node.kind !== K.Block)) return [];
    exits.push(node);
  }
  return exits;
}

function blockEndingAt(cx: FixContext, end: number): ts.Node | null {
  let found: ts.Node | null = null;
  cx.walk(cx.file, (node) => {
    if (node.kind === cx.syntax.SyntaxKind.Block && node.end === end) found = node;
  });
  return found;
}

function insertAtEnd(cx: FixContext, block: ts.Block, line: string): ReturnType<typeof insertBefore> {
  const { file, end } = cx.spanOf(block);
  const closing = { file, start: end - 1, end: end - 1 };
  const indent = indentationAt(cx.file.text, end - 1);
  const last = block.statements.at(-1);
  if (indent === null || last === undefined) return [{ at: closing, text: `${line} ` }];
  const inner = indentationAt(cx.file.text, cx.syntax.startOf(last)) ?? indent;
  return [
    { at: { file, start: last.end, end: last.end }, text: `${lineBreakOf(cx.file.text)}${inner}${line}` },
  ];
}
