import type ts from "typescript";
import type { FixDefinition } from "../Fix.js";
import type { FixContext } from "../FixContext.js";
import { isStatementList, statementOf, statementsIn } from "../editing/statements.js";

/** `take(b); continue;` to `take(b); break;`: after the move there is nothing left for another round (F2). */
export const breakInsteadOfContinue: FixDefinition = {
  name: "break-instead-of-continue",
  summary: "Leave the loop with `break` after the move, rather than go on with `continue`",
  rules: ["moved-in-loop"],
  propose(finding, cx) {
    if (finding.rule !== "moved-in-loop") return null;
    const moves = finding.labels.flatMap((label) => (label.kind === "move" ? [label] : []));
    const [move] = moves;
    const node = move === undefined || moves.length > 1 ? null : cx.nodeAt(move.at);
    const next = node === null ? null : continueAfter(cx, node);
    if (next === null) return null;
    return {
      applicability: "maybe-incorrect",
      title: "Leave the loop here: `break`",
      edits: [{ at: cx.spanOf(next), text: cx.textOf(next).replace("continue", "break") }],
    };
  },
};

/** The `continue` that the statement of the move is followed by, if a `break` in its place leaves the same loop. */
function continueAfter(cx: FixContext, move: ts.Node): ts.Statement | null {
  const K = cx.syntax.SyntaxKind;
  const statement = statementOf(cx, move);
  if (statement === null || !isStatementList(cx, statement.parent)) return null;
  const list = statementsIn(statement.parent);
  const next = list.slice(list.indexOf(statement) + 1).find(({ kind }) => kind === K.ContinueStatement);
  if (next === undefined || (next as ts.ContinueStatement).label !== undefined) return null;
  for (let at: ts.Node = next; ; at = at.parent) {
    switch (at.kind) {
      case K.ForStatement:
      case K.ForOfStatement:
      case K.ForInStatement:
      case K.WhileStatement:
      case K.DoStatement:
        return next;
      case K.SwitchStatement:
      case K.SourceFile:
        return null;
      default:
    }
  }
}
