import type ts from "typescript";
import type { Syntax } from "../syntax/Syntax.js";
import { isTransparent } from "../syntax/transparent.js";

/**
 * How a function gets away where it is mentioned (C3), as a participle.
 *
 *     emitter.on("done", () => b.spend(1));   // passed to `on`
 *     return () => b.spend(1);                // returned
 *     this.#run = job;                        // stored in `this.#run`
 */
export function wayOut(syntax: Syntax, mention: ts.Node): string {
  const K = syntax.SyntaxKind;
  const parent = mention.parent;
  if (isTransparent(syntax, parent)) return wayOut(syntax, parent);
  switch (parent.kind) {
    case K.ConditionalExpression:
      return wayOut(syntax, parent);
    case K.CallExpression:
    case K.NewExpression: {
      const { expression } = parent as ts.CallExpression | ts.NewExpression;
      const isMethod = expression.kind === K.PropertyAccessExpression;
      const callee = isMethod ? (expression as ts.PropertyAccessExpression).name : expression;
      return `passed to ${quote(syntax, callee)}`;
    }
    case K.ReturnStatement:
    case K.ArrowFunction:
      return "returned";
    case K.YieldExpression:
      return "yielded";
    case K.VariableDeclaration:
      return `stored in ${quote(syntax, (parent as ts.VariableDeclaration).name)}`;
    case K.PropertyDeclaration:
    case K.PropertyAssignment:
      return `stored in ${quote(syntax, (parent as ts.PropertyAssignment).name)}`;
    case K.ShorthandPropertyAssignment:
      return `stored in ${quote(syntax, mention)}`;
    case K.BinaryExpression: {
      const { left, operatorToken } = parent as ts.BinaryExpression;
      return operatorToken.kind === K.EqualsToken
        ? `stored in ${quote(syntax, left)}`
        : wayOut(syntax, parent);
    }
    case K.ArrayLiteralExpression:
      return "stored as an element";
    case K.ClassDeclaration:
    case K.ClassExpression:
    case K.ObjectLiteralExpression:
    case K.MethodDeclaration:
    case K.GetAccessor:
    case K.SetAccessor:
    case K.Constructor:
      return "a member that whoever has the object may use";
    default:
      return "handed out";
  }
}

function quote(syntax: Syntax, node: ts.Node): string {
  const text = syntax.textOf(node).replace(/\s+/g, " ");
  return text.length > 40 ? "`" + text.slice(0, 37) + "...`" : "`" + text + "`";
}
