import type { Block, Body } from "../ir/Body.js";
import { blockOf } from "../ir/edges.js";
import type { BlockId } from "../ir/ids.js";
import { reversePostorder } from "../ir/reversePostorder.js";

/**
 * A forward analysis over a lattice of finite height. `transfer` must be monotone: more facts in, no fewer facts out.
 * Bottom ("unreachable") is the absence of a state and belongs to the engine.
 */
export interface ForwardAnalysis<State> {
  entry(): State;
  clone(state: State): State;
  /** Joins `from` into `into`; true when `into` changed. */
  join(into: State, from: State): boolean;
  /** What changes on the way over an edge; may mutate and return `state`. */
  cross(state: State, from: Block, to: Block, back: boolean): State;
  /**
   * Runs the block on `state`, which it may mutate; `raise` hands out a state in which an exception leaves. False when
   * the end of the block is never reached.
   */
  transfer(block: Block, state: State, raise: (state: State) => void): boolean;
  /** An exception leaves the body in this state. */
  uncaught?(state: State): void;
}

/** Far more often than any lattice of ours is high: a block that is visited more shows that one is not. */
const maxVisits = 20_000;

/** The state on entry of each block at the fixpoint; undefined for an unreachable block. */
export function solveForward<State>(
  body: Body,
  analysis: ForwardAnalysis<State>,
): readonly (State | undefined)[] {
  const states: (State | undefined)[] = body.blocks.map(() => undefined);
  const order = reversePostorder(body);
  const position = new Map(order.map((id, index) => [id, index]));
  const queued = new Array<boolean>(order.length).fill(false);
  const visits = new Array<number>(order.length).fill(0);
  let next = 0;

  const flow = (from: Block, to: BlockId, state: State, back: boolean): void => {
    const target = blockOf(body, to);
    const crossed = analysis.cross(state, from, target, back);
    const known = states[to];
    let changed = true;
    if (known === undefined) states[to] = crossed;
    else changed = analysis.join(known, crossed);
    const index = position.get(to);
    // A state that is never looked at again would be silence about everything after it.
    if (index === undefined) throw new Error(`bb${String(from.id)} has no edge to bb${String(to)}`);
    if (changed) {
      queued[index] = true;
      if (index < next) next = index;
    }
  };

  states[body.entry] = analysis.entry();
  queued[0] = true;
  while (next < order.length) {
    const index = next++;
    if (queued[index] !== true) continue;
    queued[index] = false;
    const id = order[index];
    if (id === undefined) continue;
    const visit = (visits[index] ?? 0) + 1;
    visits[index] = visit;
    if (visit > maxVisits) throw new Error(`the analysis of ${body.name} does not settle`);
    const block = blockOf(body, id);
    const before = states[id];
    if (before === undefined) continue;
    const state = analysis.clone(before);
    const { handler } = block;
    const completes = analysis.transfer(block, state, (raised) => {
      if (handler !== null) flow(block, handler, analysis.clone(raised), false);
      else analysis.uncaught?.(raised);
    });
    if (!completes) continue;
    const { terminal } = block;
    switch (terminal.kind) {
      case "goto":
        flow(block, terminal.target, state, terminal.back);
        break;
      case "branch":
        for (const [index, target] of terminal.targets.entries()) {
          const isLast = index === terminal.targets.length - 1;
          flow(block, target, isLast ? state : analysis.clone(state), false);
        }
        break;
      case "return":
      case "throw":
      case "unreachable":
        break;
    }
  }
  return states;
}
