import type ts from "typescript";

/** Visits every node, parents first. With a stack of its own: generated code nests deeper than the engine's. */
export function walk(typescript: typeof ts, root: ts.Node, visit: (node: ts.Node) => void): void {
  const pending: ts.Node[] = [root];
  const add = (child: ts.Node): void => {
    pending.push(child);
  };
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    visit(node);
    const first = pending.length;
    typescript.forEachChild(node, add);
    reverseFrom(pending, first);
  }
}

/** The last to be pushed is the first to be visited. */
function reverseFrom(nodes: ts.Node[], first: number): void {
  for (let low = first, high = nodes.length - 1; low < high; low++, high--) {
    const swapped = nodes[low] as ts.Node;
    nodes[low] = nodes[high] as ts.Node;
    nodes[high] = swapped;
  }
}
