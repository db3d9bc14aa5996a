import type ts from "typescript";
import { isTransparent } from "../syntax/transparent.js";
import type { Syntax } from "../syntax/Syntax.js";

/** The name or `this` at an offset, and the expressions that mean the same place: `this.b` for `b`, `(b)!` for `b`. */
export interface NameAt {
  readonly name: ts.Node;
  readonly expressions: readonly ts.Node[];
  /** `view.remaining` for `view`: what is read through the place, or null. */
  readonly access: ts.Node | null;
}

export function nameAt(syntax: Syntax, file: ts.SourceFile, offset: number): NameAt | null {
  const K = syntax.SyntaxKind;
  let node: ts.Node = file;
  for (let child: ts.Node | null = file; child !== null;) {
    node = child;
    child = null;
    syntax.forEachChild(node, (each) => {
      if (syntax.startOf(each) <= offset && offset <= each.end) child ??= each;
    });
  }
  if (node.kind !== K.Identifier && node.kind !== K.PrivateIdentifier && node.kind !== K.ThisKeyword)
    return null;
  const expressions = [node];
  for (let at = node; ;) {
    const { parent } = at;
    const isMember =
      parent.kind === K.PropertyAccessExpression && (parent as ts.PropertyAccessExpression).name === at;
    if (!isMember && !isTransparent(syntax, parent)) {
      const access = parent.kind === K.PropertyAccessExpression ? parent : null;
      return { name: node, expressions, access };
    }
    expressions.push(parent);
    at = parent;
  }
}
