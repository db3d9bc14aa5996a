import type ts from "typescript";
import type { FixDefinition } from "../Fix.js";
import type { FixContext } from "../FixContext.js";
import type { Finding, MoveFinding } from "../../findings.js";
import { isEvaluatedWith, runsBefore, wrapped } from "../editing/evaluation.js";
import { insertBefore, statementOf, statementsIn, isStatementList } from "../editing/statements.js";

/** `f(b, b.remaining)` to `const remaining = b.remaining; f(b, remaining)` (M6). */
export const readBefore: FixDefinition = {
  name: "read-before",
  summary: "Read the amount before the budget leaves",
  rules: ["aliasing", "use-after-delegation", "use-after-move"],
  propose(finding, cx) {
    if (!isMoveFinding(finding) || finding.verb !== "borrowed") return null;
    const place = cx.nodeAt(finding.at);
    const read = place === null ? null : readOf(cx, place);
    if (place === null || read === null) return null;
    const moves = finding.labels.flatMap((label) => (label.kind === "move" ? [label] : []));
    const nodes = moves.flatMap(({ at }) => cx.nodeAt(at) ?? []);
    if (
      nodes.length === 0 ||
      nodes.length < moves.length ||
      moves.some(({ previousIteration }) => previousIteration)
    )
      return null;

    const statements = nodes.map((node) => statementOf(cx, node));
    const first = statements.reduce((a, b) => (a !== null && b !== null && b.pos < a.pos ? b : a));
    if (first === null || statements.includes(null)) return null;
    const same = statementOf(cx, read) === first;
    if (same) {
      if (statements.some((statement) => statement !== first) || !isEvaluatedWith(cx, read, first))
        return null;
      if (writes(cx, first, cx.textOf(place))) return null;
    } else if (!precedes(cx, first, read) || cx.facts.value(place).nullable) return null;

    const { name, text } = readName(cx, read);
    const declared = cx.freshName(name);
    // What the same expression gives away is still whole while its operands are evaluated. After a call, or an operation
    // on the budget itself, the amount that was meant may be what is left.
    const isSure =
      same &&
      !runsBefore(cx, first, read) &&
      moves.every(({ reason }) => reason.kind !== "receiver" && reason.kind !== "consumed-argument");
    return {
      applicability: isSure ? "machine-applicable" : "maybe-incorrect",
      title: `Read \`${text}\` before \`${finding.subject}\` is moved`,
      edits: [
        ...insertBefore(cx, first, [`const ${declared} = ${text};`]),
        { at: cx.spanOf(read), text: declared },
      ],
      declares: [declared],
    };
  },
};

function isMoveFinding(finding: Finding): finding is MoveFinding {
  return "verb" in finding;
}

/** The whole of what is read through the place: a property, or a look that takes literals; a number or the like. */
function readOf(cx: FixContext, place: ts.Node): ts.Expression | null {
  const K = cx.syntax.SyntaxKind;
  const access = wrapped(cx, place).parent;
  if (access.kind !== K.PropertyAccessExpression) return null;
  const call = callOf(cx, access);
  if (call?.arguments.every(({ kind }) => kind === K.NumericLiteral || kind === K.StringLiteral) === false)
    return null;
  const read = call ?? (access as ts.PropertyAccessExpression);
  if (cx.textOf(read).includes("?.")) return null;
  return cx.facts.value(read).ownership.kind === "plain" ? read : null;
}

function callOf(cx: FixContext, callee: ts.Node): ts.CallExpression | null {
  const { parent } = callee;
  if (parent.kind !== cx.syntax.SyntaxKind.CallExpression) return null;
  return (parent as ts.CallExpression).expression === callee ? (parent as ts.CallExpression) : null;
}

function readName(cx: FixContext, read: ts.Expression): { readonly name: string; readonly text: string } {
  const access =
    read.kind === cx.syntax.SyntaxKind.CallExpression ? (read as ts.CallExpression).expression : read;
  return { name: cx.textOf((access as ts.PropertyAccessExpression).name), text: cx.textOf(read) };
}

/** The statement stands in a list of which a later statement holds the node. */
function precedes(cx: FixContext, statement: ts.Statement, node: ts.Node): boolean {
  if (!isStatementList(cx, statement.parent)) return false;
  const list = statementsIn(statement.parent);
  const after = list.slice(list.indexOf(statement) + 1);
  return after.some(({ pos, end }) => pos <= node.pos && node.end <= end);
}

/** Something in the statement puts another value into the place: read before, it would be the old one. */
function writes(cx: FixContext, statement: ts.Statement, place: string): boolean {
  const K = cx.syntax.SyntaxKind;
  let found = false;
  cx.walk(statement, (node) => {
    if (node.kind !== K.BinaryExpression) return;
    const { left, operatorToken } = node as ts.BinaryExpression;
    const assigns = operatorToken.kind >= K.FirstAssignment && operatorToken.kind <= K.LastAssignment;
    if (assigns && cx.textOf(left).includes(place) && node.parent.kind !== K.ExpressionStatement)
      found = true;
  });
  return found;
}
