import type ts from "typescript";
import type { Syntax } from "../../core/syntax/Syntax.js";

/** The core's view of the syntax trees of TypeScript 5 and 6. */
export function syntaxOf(typescript: typeof ts): Syntax {
  return {
    SyntaxKind: typescript.SyntaxKind,
    forEachChild: typescript.forEachChild,
    startOf: (node) => node.getStart(),
    textOf: (node) => node.getText(),
    isBlockScoped: (list) => (list.flags & typescript.NodeFlags.BlockScoped) !== 0,
    isConstant: (list) => (list.flags & (typescript.NodeFlags.Const | typescript.NodeFlags.Using)) !== 0,
    isUsing: (list) => (list.flags & typescript.NodeFlags.Using) !== 0,
  };
}
