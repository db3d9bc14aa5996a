import type { Body } from "./Body.js";
import { blockOf, edgesOf } from "./edges.js";
import type { BlockId } from "./ids.js";

const orders = new WeakMap<Body, readonly BlockId[]>();

/** The blocks that control may reach, each before those it goes on to but over back edges. */
export function reversePostorder(body: Body): readonly BlockId[] {
  // Every analysis asks, and a body stays as it was lowered.
  let order = orders.get(body);
  if (order === undefined) orders.set(body, (order = findOrder(body)));
  return order;
}

function findOrder(body: Body): readonly BlockId[] {
  const successors = (id: BlockId): BlockId[] => edgesOf(body, blockOf(body, id)).map(({ to }) => to);
  const seen = new Set<BlockId>([body.entry]);
  const postorder: BlockId[] = [];
  // Iterative, for a function's blocks may form a chain longer than the stack.
  const stack = [{ id: body.entry, pending: successors(body.entry) }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.pending.pop();
    if (next === undefined) {
      postorder.push(top.id);
      stack.pop();
    } else if (!seen.has(next)) {
      seen.add(next);
      stack.push({ id: next, pending: successors(next) });
    }
  }
  return postorder.reverse();
}
