import { BalanceFlow, type Interval } from "../analyses/BalanceFlow.js";
import { solveForward } from "../dataflow/solveForward.js";
import type { Block, Body } from "../ir/Body.js";
import type { Place } from "../ir/places.js";

/** What is known of a place's balance when the first `count` instructions of a block are done; null: it may be anything. */
export type BalanceAfter = (block: Block, count: number, place: Place) => Interval | null;

export function balancesOf(body: Body): BalanceAfter {
  const flow = new BalanceFlow();
  const states = solveForward(body, flow);
  return (block, count, place) => {
    const before = states[block.id];
    if (before === undefined) return null;
    const state = flow.clone(before);
    flow.transfer({ ...block, instructions: block.instructions.slice(0, count) }, state, () => undefined);
    const known = state.balances.get(place);
    // More than the least that anything has, or less than the most: else nothing is known.
    if (known === undefined || known.atLeast > known.atMost) return null;
    return known.atLeast > 0 || known.atMost < Number.POSITIVE_INFINITY ? known : null;
  };
}

/** Where the instructions that say what a binding holds end: those that bind come before those that set balances. */
export function endOfBinding({ instructions }: Block, index: number): number {
  let end = index + 1;
  for (let next = instructions[end]; next !== undefined; next = instructions[++end]) {
    if (next.op !== "declare" && next.op !== "hold" && next.op !== "set-balance" && next.op !== "store")
      break;
  }
  return end;
}
