import type ts from "typescript";
import { reverseFrom } from "../../core/syntax/reverseFrom.js";

/** Visits every node, parents first. With a stack of its own: generated code nests deeper than the engine's. */
export function walk(typescript: typeof ts, root: ts.Node, visit: (node: ts.Node) => void): void {
  const pending: ts.Node[] = [root];
  const { LastToken } = typescript.SyntaxKind;
  const add = (child: ts.Node): void => {
    pending.push(child);
  };
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    visit(node);
    if (node.kind <= LastToken) continue;
    const first = pending.length;
    typescript.forEachChild(node, add);
    reverseFrom(pending, first);
  }
}
