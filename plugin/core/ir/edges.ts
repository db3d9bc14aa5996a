import type { Block, Body, FinalizerCopy, Instruction } from "./Body.js";
import type { BlockId } from "./ids.js";

/**
 * Why control takes an edge: `back` to the head of a loop, `exception` to a handler, `finalizer` into a copy of a
 * `finally`.
 */
export type EdgeKind = "normal" | "back" | "exception" | "finalizer";

export interface Edge {
  readonly kind: EdgeKind;
  readonly to: BlockId;
}

/** Where control may go from a block: over its terminal in order, then to its handler from amidst the block. */
export function edgesOf(body: Body, block: Block): readonly Edge[] {
  const { terminal, handler } = block;
  const raised: readonly Edge[] =
    handler !== null && block.instructions.some(mayThrow) ? [{ kind: "exception", to: handler }] : [];
  switch (terminal.kind) {
    case "goto":
      return [
        { kind: terminal.back ? "back" : jumpKind(body, block, terminal.target), to: terminal.target },
        ...raised,
      ];
    case "branch":
      return [...terminal.targets.map((to) => ({ kind: jumpKind(body, block, to), to })), ...raised];
    case "return":
    case "throw":
    case "unreachable":
      return raised;
  }
}

export function blockOf(body: Body, id: BlockId): Block {
  const block = body.blocks[id];
  if (block === undefined) throw new Error(`no block ${String(id)} in ${body.name}`);
  return block;
}

/** An exception may leave amidst the block. What a closure that runs here throws, its summary says. */
function mayThrow(instruction: Instruction): boolean {
  return instruction.op === "invoke" || (instruction.op === "call" && instruction.throws);
}

function jumpKind(body: Body, from: Block, to: BlockId): EdgeKind {
  // `throw` in a `try` jumps to its handler.
  if (to === from.handler) return "exception";
  const { finalizer } = blockOf(body, to);
  return finalizer === null || isWithin(from.finalizer, finalizer) ? "normal" : "finalizer";
}

function isWithin(inner: FinalizerCopy | null, outer: FinalizerCopy): boolean {
  for (let at = inner; at !== null; at = at.parent) if (at === outer) return true;
  return false;
}
