import { CopyOnWriteMap } from "../dataflow/CopyOnWriteMap.js";
import type { ForwardAnalysis } from "../dataflow/solveForward.js";
import type { Block, Instruction } from "../ir/Body.js";
import type { Balance } from "../ir/Balance.js";
import type { Place } from "../ir/places.js";

/** Both ends included. `atLeast > atMost`: no run comes here with this value. */
export interface Interval {
  readonly atLeast: number;
  readonly atMost: number;
}

/**
 * What is known of the balances of places, as intervals; an absent place may hold any amount.
 *
 *     const b = mint.issue(1_000);           // b: 1000..1000
 *     const [x, rest] = b.split(300);        // x: 300..300, rest: 700..700
 *     if (cond()) rest = rest.spend(100);    // rest: 600..700
 *     if (rest.covers(650)) ...              // rest: 650..700
 */
export interface BalanceState {
  readonly balances: CopyOnWriteMap<Place, Interval>;
  /** How often this state has grown: after a few times it is widened, so that loops end. */
  growth: number;
}

export interface BalanceObserver {
  withdrawn?(instruction: Extract<Instruction, { op: "withdraw" }>, available: Interval): void;
  /** `total`: what both budgets hold, whether there is room for it or not. */
  merged?(instruction: Extract<Instruction, { op: "merge" }>, total: Interval): void;
}

const anything: Interval = { atLeast: 0, atMost: Number.POSITIVE_INFINITY };
const maxGrowth = 6;

export class BalanceFlow implements ForwardAnalysis<BalanceState> {
  entry(): BalanceState {
    return { balances: new CopyOnWriteMap(), growth: 0 };
  }

  clone(state: BalanceState): BalanceState {
    return { balances: state.balances.clone(), growth: 0 };
  }

  join(into: BalanceState, from: BalanceState): boolean {
    if (into.balances.sharesWith(from.balances)) return false;
    let changed = false;
    for (const [place, known] of into.balances) {
      const other = from.balances.get(place);
      if (other === undefined) {
        into.balances.delete(place);
        changed = true;
        continue;
      }
      const atLeast = Math.min(known.atLeast, other.atLeast);
      const atMost = Math.max(known.atMost, other.atMost);
      if (atLeast === known.atLeast && atMost === known.atMost) continue;
      const widen = into.growth > maxGrowth;
      into.balances.set(place, {
        atLeast: widen && atLeast < known.atLeast ? 0 : atLeast,
        atMost: widen && atMost > known.atMost ? Number.POSITIVE_INFINITY : atMost,
      });
      changed = true;
    }
    if (changed) into.growth++;
    return changed;
  }

  cross(state: BalanceState): BalanceState {
    return state;
  }

  transfer(
    block: Block,
    state: BalanceState,
    raise: (state: BalanceState) => void,
    observer: BalanceObserver = {},
  ): boolean {
    for (const instruction of block.instructions) {
      switch (instruction.op) {
        case "withdraw":
          observer.withdrawn?.(instruction, evaluate(state, instruction.from));
          break;
        case "merge":
          observer.merged?.(instruction, evaluate(state, { ...instruction.sum, max: null }));
          break;
        case "set-balance": {
          const interval = evaluate(state, instruction.balance);
          if (interval === anything) state.balances.delete(instruction.place);
          else state.balances.set(instruction.place, interval);
          break;
        }
        case "assume-balance": {
          const known = state.balances.get(instruction.place) ?? anything;
          state.balances.set(instruction.place, {
            atLeast: Math.max(known.atLeast, instruction.atLeast),
            atMost: Math.min(known.atMost, instruction.atMost),
          });
          break;
        }
        case "declare":
          state.balances.delete(instruction.place);
          break;
        case "call":
          if (instruction.throws) raise(state);
          break;
        default:
          break;
      }
    }
    return true;
  }
}

function evaluate(state: BalanceState, balance: Balance): Interval {
  switch (balance.kind) {
    case "of":
      return state.balances.get(balance.place) ?? anything;
    case "exactly":
      return { atLeast: balance.amount, atMost: balance.amount };
    case "at-most":
      return { atLeast: 0, atMost: balance.amount };
    case "after": {
      const before = evaluate(state, balance.balance);
      if (balance.amount === null) return { atLeast: 0, atMost: before.atMost };
      // What follows the operation ran only if there was enough.
      return {
        atLeast: Math.max(before.atLeast, balance.amount) - balance.amount,
        atMost: before.atMost - balance.amount,
      };
    }
    case "sum": {
      const left = evaluate(state, balance.left);
      const right = evaluate(state, balance.right);
      const atMost = left.atMost + right.atMost;
      return { atLeast: left.atLeast + right.atLeast, atMost: Math.min(atMost, balance.max ?? atMost) };
    }
    case "unknown":
      return anything;
  }
}

/** The operation fails on every run that comes here. */
export function mustFail(available: Interval, amount: number): boolean {
  return available.atLeast <= available.atMost && available.atMost < amount;
}
