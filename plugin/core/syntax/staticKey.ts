import type ts from "typescript";
import type { Syntax } from "./Syntax.js";

/** The key that a member's name stands for, if it is the same on every evaluation (P1). */
export function staticKey({ SyntaxKind: K }: Syntax, name: ts.Node | undefined): string | null {
  if (name === undefined) return null;
  switch (name.kind) {
    case K.Identifier:
    case K.StringLiteral:
    case K.NumericLiteral:
    case K.PrivateIdentifier:
    case K.NoSubstitutionTemplateLiteral:
      return (name as ts.Identifier).text;
    case K.ComputedPropertyName: {
      const { expression } = name as ts.ComputedPropertyName;
      return expression.kind === K.StringLiteral || expression.kind === K.NumericLiteral
        ? (expression as ts.StringLiteral).text
        : null;
    }
    default:
      return null;
  }
}
