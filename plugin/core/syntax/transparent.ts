import type ts from "typescript";
import type { Syntax } from "./Syntax.js";

/** `(x)`, `x as T`, `x satisfies T` and `x!` have the value of `x`. */
export function isTransparent(
  { SyntaxKind: K }: Syntax,
  node: ts.Node,
): node is ts.ParenthesizedExpression | ts.AsExpression | ts.SatisfiesExpression | ts.NonNullExpression {
  switch (node.kind) {
    case K.ParenthesizedExpression:
    case K.AsExpression:
    case K.SatisfiesExpression:
    case K.NonNullExpression:
      return true;
    default:
      return false;
  }
}
