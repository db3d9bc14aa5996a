import type ts from "typescript";
import type { FixContext } from "../FixContext.js";
import { isTransparent } from "../../syntax/transparent.js";

/**
 * The expression is evaluated whenever the statement is, once: no short circuit, branch, loop or function stands between
 * them. So what it reads may be read before the statement as well.
 */
export function isEvaluatedWith(cx: FixContext, expression: ts.Node, statement: ts.Statement): boolean {
  const K = cx.syntax.SyntaxKind;
  for (let child = expression; child !== statement; child = child.parent) {
    const { parent } = child;
    if (isTransparent(cx.syntax, parent)) continue;
    switch (parent.kind) {
      case K.CallExpression:
      case K.NewExpression: {
        const call = parent as ts.CallExpression;
        // The arguments of an optional call need not be evaluated.
        if (child !== call.expression && cx.textOf(call.expression).includes("?.")) return false;
        if (child !== call.expression && (call.questionDotToken as ts.Node | undefined) !== undefined)
          return false;
        break;
      }
      case K.ElementAccessExpression:
        if (child !== (parent as ts.ElementAccessExpression).expression) return false;
        break;
      case K.VariableDeclaration:
      case K.VariableDeclarationList:
        // Of several declarations the later ones come after the earlier ones are made.
        if (parent.kind === K.VariableDeclarationList) {
          if ((parent as ts.VariableDeclarationList).declarations[0] !== child) return false;
        } else if ((parent as ts.VariableDeclaration).initializer !== child) return false;
        break;
      case K.BinaryExpression: {
        const { operatorToken, left } = parent as ts.BinaryExpression;
        const operator = operatorToken.kind;
        const mayStop =
          operator === K.AmpersandAmpersandToken ||
          operator === K.BarBarToken ||
          operator === K.QuestionQuestionToken ||
          operator === K.CommaToken ||
          (operator >= K.FirstAssignment && operator <= K.LastAssignment && operator !== K.EqualsToken);
        if (mayStop && child !== left) return false;
        break;
      }
      case K.ConditionalExpression:
        if (child !== (parent as ts.ConditionalExpression).condition) return false;
        break;
      case K.PropertyAccessExpression:
      case K.ArrayLiteralExpression:
      case K.ObjectLiteralExpression:
      case K.PropertyAssignment:
      case K.ShorthandPropertyAssignment:
      case K.SpreadElement:
      case K.SpreadAssignment:
      case K.AwaitExpression:
      case K.VoidExpression:
      case K.PrefixUnaryExpression:
      case K.TemplateExpression:
      case K.TemplateSpan:
      case K.ExpressionStatement:
      case K.VariableStatement:
      case K.ReturnStatement:
      case K.ThrowStatement:
        break;
      default:
        return false;
    }
  }
  return true;
}

/** The expression without the parentheses and assertions around what it means. */
export function bare(cx: FixContext, node: ts.Node): ts.Node {
  let at = node;
  while (isTransparent(cx.syntax, at)) at = at.expression;
  return at;
}

/** The outermost expression that still means the node: `(b)!` for `b`. */
export function wrapped(cx: FixContext, node: ts.Node): ts.Node {
  let at = node;
  while (isTransparent(cx.syntax, at.parent)) at = at.parent;
  return at;
}

/** Something in the statement runs before the expression is evaluated: read sooner, the place may hold something else. */
export function runsBefore(cx: FixContext, statement: ts.Statement, expression: ts.Node): boolean {
  const K = cx.syntax.SyntaxKind;
  let found = false;
  cx.walk(statement, ({ kind, end }) => {
    if (end > cx.syntax.startOf(expression)) return;
    if (kind === K.CallExpression || kind === K.NewExpression) found = true;
    else if (kind === K.AwaitExpression || kind === K.YieldExpression) found = true;
  });
  return found;
}
