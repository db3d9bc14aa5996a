import type ts from "typescript";

/**
 * What the core needs of a compiler's syntax trees. The host injects it, because node kinds are numbered
 * differently by every compiler version.
 */
export interface Syntax {
  readonly SyntaxKind: typeof ts.SyntaxKind;
  /** A visitor that returned anything would end the visit. */
  forEachChild(node: ts.Node, visit: (child: ts.Node) => undefined): void;
  /** Offset of the node's first token, comments excluded. */
  startOf(node: ts.Node): number;
  textOf(node: ts.Node): string;
  /** Declared by `let`, `const` or `using`. */
  isBlockScoped(list: ts.VariableDeclarationList): boolean;
  /** Declared by `const` or `using`: names one value for good. */
  isConstant(list: ts.VariableDeclarationList): boolean;
  isUsing(list: ts.VariableDeclarationList): boolean;
}
