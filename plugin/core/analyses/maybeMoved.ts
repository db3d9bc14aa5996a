import type { Block, Body, Loop, Move } from "../ir/Body.js";
import type { MoveId } from "../ir/ids.js";
import type { Place } from "../ir/places.js";
import type { Effect } from "../effects/effectsOf.js";
import type { ForwardAnalysis } from "../dataflow/solveForward.js";

/**
 * Which places may have been moved out of, and by which moves. After each line of
 *
 *     function t(p: Pair) {
 *       take(p.a);                  // p.a: moved by take
 *       if (cond()) p.a = mk();     // p.a: moved by take, or live
 *       takePair(p);                // use of p, a part of which may be missing
 *     }
 *
 * A place that is absent from the state is live on every path. A move that came round a loop's back edge is kept
 * apart from the same move made in this iteration, for the report differs (`moved-in-loop`).
 */
export interface MovedState {
  readonly moved: Map<Place, Moved>;
  /** The shared slots among them: holes that must be filled before other code may run (C4). */
  readonly holes: Set<Place>;
}

export interface Moved {
  /** Ascending, without duplicates. */
  readonly moves: readonly ReachingMove[];
  /** On some path the place is live. */
  readonly maybeLive: boolean;
}

/** A move's id doubled; odd: over a back edge of a loop that holds the move. */
export type ReachingMove = number;

export function moveOf(reaching: ReachingMove): MoveId {
  return (reaching >> 1) as MoveId;
}

export function isOverBackEdge(reaching: ReachingMove): boolean {
  return (reaching & 1) === 1;
}

/** What the check wants to see while the effects of a block are folded once more over the fixpoint. */
export interface MovedObserver {
  /** A place is used of which itself, a parent, or (with `part`) a part may have been moved. */
  usedAfterMove(
    effect: Extract<Effect, { kind: "use" | "write-into" | "end-loan" | "empty" }>,
    moved: Moved,
    place: Place,
  ): void;
  /** Other code may run, or the body ends, while a shared slot is empty. */
  holeLeftOpen(hole: Place, moved: Moved, by: Extract<Effect, { kind: "interrupt" }> | null): void;
  /** The effect is reached. */
  reached(effect: Extract<Effect, { kind: "report" }>): void;
}

export class MaybeMoved implements ForwardAnalysis<MovedState> {
  readonly #body: Body;
  readonly #effects: ReadonlyMap<Block, readonly Effect[]>;

  constructor(body: Body, effects: ReadonlyMap<Block, readonly Effect[]>) {
    this.#body = body;
    this.#effects = effects;
  }

  entry(): MovedState {
    return { moved: new Map(), holes: new Set() };
  }

  clone(state: MovedState): MovedState {
    return { moved: new Map(state.moved), holes: new Set(state.holes) };
  }

  join(into: MovedState, from: MovedState): boolean {
    let changed = false;
    for (const [place, moved] of into.moved) {
      if (!moved.maybeLive && !from.moved.has(place)) {
        into.moved.set(place, { ...moved, maybeLive: true });
        changed = true;
      }
    }
    for (const [place, moved] of from.moved) {
      const known = into.moved.get(place);
      const joined = known === undefined ? { ...moved, maybeLive: true } : joinMoved(known, moved);
      if (joined === known) continue;
      into.moved.set(place, joined);
      if (place.slot !== null) into.holes.add(place);
      changed = true;
    }
    return changed;
  }

  cross(state: MovedState, from: Block, to: Block, back: boolean): MovedState {
    if (back) return this.#mapMoves(state, (move) => (isInside(move, to.loop) ? (n) => n | 1 : null));
    if (from.loop !== to.loop && from.loop !== null) {
      return this.#mapMoves(state, (move) => (leavesLoopOf(move, from, to) ? (n) => n & ~1 : null));
    }
    return state;
  }

  transfer(
    block: Block,
    state: MovedState,
    raise: (state: MovedState) => void,
    observer?: MovedObserver,
  ): void {
    let changedSinceRaise = true;
    for (const effect of this.#effects.get(block) ?? []) {
      switch (effect.kind) {
        case "use": {
          const hit = use(state, effect.place, (moved, place) =>
            observer?.usedAfterMove(effect, moved, place),
          );
          changedSinceRaise ||= hit;
          break;
        }
        case "write-into":
        case "end-loan": {
          const place = effect.kind === "end-loan" ? effect.place : effect.parent;
          const hit = useAncestors(state, place, (moved, at) => observer?.usedAfterMove(effect, moved, at));
          changedSinceRaise ||= hit;
          break;
        }
        case "empty": {
          const moved = state.moved.get(effect.place);
          if (moved !== undefined && !moved.moves.every((move) => this.#takesElements(move))) {
            observer?.usedAfterMove(effect, moved, effect.place);
          }
          changedSinceRaise = fill(state, effect.place) || changedSinceRaise;
          break;
        }
        case "leave":
          fill(state, effect.move.place);
          state.moved.set(effect.move.place, { moves: [effect.move.id << 1], maybeLive: false });
          if (effect.move.place.slot !== null) state.holes.add(effect.move.place);
          changedSinceRaise = true;
          break;
        case "fill":
          changedSinceRaise = fill(state, effect.place) || changedSinceRaise;
          break;
        case "interrupt": {
          const { restores } = effect;
          for (const hole of state.holes) {
            if (restores.some((move) => move.place === hole)) continue;
            const moved = state.moved.get(hole);
            if (moved !== undefined) observer?.holeLeftOpen(hole, moved, effect);
            fill(state, hole);
            changedSinceRaise = true;
          }
          if (effect.throws && (changedSinceRaise || restores.length > 0)) {
            raise(restores.length === 0 ? state : this.#restore(state, restores));
            changedSinceRaise = restores.length > 0;
          }
          break;
        }
        case "report":
          observer?.reached(effect);
          break;
      }
    }
    if (block.terminal.kind === "return" || block.terminal.kind === "throw") {
      for (const hole of state.holes) {
        const moved = state.moved.get(hole);
        if (moved !== undefined) observer?.holeLeftOpen(hole, moved, null);
      }
    }
  }

  #takesElements(reaching: ReachingMove): boolean {
    const reason = this.#body.moves[moveOf(reaching)]?.reason.kind;
    return reason === "iteration" || reason === "spread";
  }

  #restore(state: MovedState, restores: readonly Move[]): MovedState {
    const restored = this.clone(state);
    for (const { place } of restores) {
      restored.moved.delete(place);
      restored.holes.delete(place);
    }
    return restored;
  }

  #mapMoves(
    state: MovedState,
    change: (move: Move) => ((reaching: ReachingMove) => ReachingMove) | null,
  ): MovedState {
    for (const [place, moved] of state.moved) {
      const moves = moved.moves.map((reaching) => {
        const move = this.#body.moves[moveOf(reaching)];
        return move === undefined ? reaching : (change(move)?.(reaching) ?? reaching);
      });
      if (moves.some((reaching, index) => reaching !== moved.moves[index])) {
        state.moved.set(place, { ...moved, moves: sortedUnique(moves) });
      }
    }
    return state;
  }
}

/** Uses a place as a whole; after that it counts as live, reported or not (M5). True when the state changed. */
function use(state: MovedState, place: Place, hit: (moved: Moved, place: Place) => void): boolean {
  if (state.moved.size === 0) return false;
  const above = useAncestors(state, place, hit);
  return useParts(state, place, hit) || above;
}

function useAncestors(state: MovedState, place: Place, hit: (moved: Moved, place: Place) => void): boolean {
  let changed = false;
  for (let at: Place | null = place; at !== null; at = at.parent) {
    const moved = state.moved.get(at);
    if (moved === undefined) continue;
    hit(moved, at);
    remove(state, at);
    changed = true;
  }
  return changed;
}

function useParts(state: MovedState, place: Place, hit: (moved: Moved, place: Place) => void): boolean {
  let changed = false;
  for (const part of place.parts.values()) {
    const moved = state.moved.get(part);
    if (moved !== undefined) {
      hit(moved, part);
      remove(state, part);
      changed = true;
    }
    changed = useParts(state, part, hit) || changed;
  }
  return changed;
}

function fill(state: MovedState, place: Place): boolean {
  let changed = remove(state, place);
  for (const part of place.parts.values()) changed = fill(state, part) || changed;
  return changed;
}

function remove(state: MovedState, place: Place): boolean {
  state.holes.delete(place);
  return state.moved.delete(place);
}

function joinMoved(a: Moved, b: Moved): Moved {
  const moves = sortedUnique([...a.moves, ...b.moves]);
  const maybeLive = a.maybeLive || b.maybeLive;
  return moves.length === a.moves.length && maybeLive === a.maybeLive ? a : { moves, maybeLive };
}

function sortedUnique(moves: readonly ReachingMove[]): readonly ReachingMove[] {
  return [...new Set(moves)].sort((a, b) => a - b);
}

function isInside(move: Move, loop: Loop | null): boolean {
  for (let at = move.loop; at !== null; at = at.parent) if (at === loop) return true;
  return false;
}

/** The edge leaves a loop that holds the move: what follows the loop is no later iteration of it. */
function leavesLoopOf(move: Move, from: Block, to: Block): boolean {
  const kept = new Set<Loop>();
  for (let at = to.loop; at !== null; at = at.parent) kept.add(at);
  for (let at = from.loop; at !== null && !kept.has(at); at = at.parent) if (isInside(move, at)) return true;
  return false;
}
