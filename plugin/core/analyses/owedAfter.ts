import { solveForward } from "../dataflow/solveForward.js";
import type { Body } from "../ir/Body.js";
import { rootOf } from "../ir/places.js";
import type { HoldingFlow } from "./HoldingFlow.js";
import { pathKey } from "../ir/paths.js";

/**
 * The captures that a closure resolves on some paths only (X2), so that whoever calls it may still owe them:
 *
 *     const done = () => { if (cond()) receipt.forfeit(); };
 */
export function owedAfter(body: Body, flow: HoldingFlow): ReadonlySet<string> {
  const captures = body.moves.filter(({ place }) => rootOf(place).captured);
  const left = new Set<string>();
  if (captures.length === 0) return left;
  const states = solveForward(body, {
    entry: () => {
      const state = flow.entry();
      for (const { place, at } of captures) state.owes.set(place, at);
      return state;
    },
    clone: (state) => flow.clone(state),
    join: (into, from) => flow.join(into, from),
    cross: (state) => flow.cross(state),
    transfer: (block, state, raise) => flow.transfer(block, state, raise),
  });
  for (const block of body.blocks) {
    const state = states[block.id];
    if (state === undefined || block.terminal.kind !== "return") continue;
    // Every normal completion goes through the one block that returns.
    flow.transfer(block, state, () => undefined);
    for (const place of state.owes.keys()) left.add(pathKey(place));
  }
  return left;
}
