import type ts from "typescript";
import type { FixContext } from "../FixContext.js";
import type { TextEdit } from "../Fix.js";
import { isFunctionLike } from "../../syntax/bodies.js";

/** The innermost statement around a node that runs as part of the same body, not as a statement of a nested function. */
export function statementOf(cx: FixContext, node: ts.Node): ts.Statement | null {
  const K = cx.syntax.SyntaxKind;
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent as ts.Node | undefined) {
    switch (at.kind) {
      case K.ExpressionStatement:
      case K.VariableStatement:
      case K.ReturnStatement:
      case K.ThrowStatement:
        return at as ts.Statement;
      default:
        // A loop's head, a condition or a class runs at another time than what stands before it.
        if (isFunctionLike(cx.syntax, at) || isStatementList(cx, at) || at.kind === K.IfStatement)
          return null;
    }
  }
  return null;
}

/** Something that holds statements one after the other, each of which new ones may precede. */
export function isStatementList(cx: FixContext, node: ts.Node): boolean {
  const K = cx.syntax.SyntaxKind;
  switch (node.kind) {
    case K.Block:
    case K.SourceFile:
    case K.ModuleBlock:
    case K.CaseClause:
    case K.DefaultClause:
      return true;
    default:
      return false;
  }
}

export function statementsIn(list: ts.Node): readonly ts.Statement[] {
  return (list as ts.Block).statements;
}

/** New statements before one; in braces where it stands alone (`if (x) take(b);`). */
export function insertBefore(
  cx: FixContext,
  statement: ts.Statement,
  lines: readonly string[],
): readonly TextEdit[] {
  const { start, end, file } = cx.spanOf(statement);
  const before = { file, start, end: start };
  if (!isStatementList(cx, statement.parent)) {
    return [
      { at: before, text: `{ ${lines.join(" ")} ` },
      { at: { file, start: end, end }, text: " }" },
    ];
  }
  const indent = indentationAt(cx.file.text, start);
  const separator = indent === null ? " " : `${lineBreakOf(cx.file.text)}${indent}`;
  return [{ at: before, text: lines.map((line) => `${line}${separator}`).join("") }];
}

/** What stands before the position in its line, if that is blank; null if other code does. */
export function indentationAt(text: string, position: number): string | null {
  const lineStart = Math.max(text.lastIndexOf("\n", position - 1), text.lastIndexOf("\r", position - 1)) + 1;
  const before = text.slice(lineStart, position);
  return before.trim() === "" ? before.replace("\ufeff", "") : null;
}

/** How the file ends its lines. */
export function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}
