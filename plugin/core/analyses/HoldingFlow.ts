import { CopyOnWriteMap } from "../dataflow/CopyOnWriteMap.js";
import { CopyOnWriteSet } from "../dataflow/CopyOnWriteSet.js";
import type { ForwardAnalysis } from "../dataflow/solveForward.js";
import type { Effect } from "../effects/effectsOf.js";
import type { Span } from "../findings.js";
import type { Block, Body, Invoke } from "../ir/Body.js";
import { isReceiver, rootOf, type Place } from "../ir/places.js";
import { keyOf, pathKey, placeAt, type Path } from "../ir/paths.js";
import type { Owed } from "./owedAfter.js";
import type { Summary } from "./Summary.js";

/**
 * Which places hold a value for sure, and which may still owe that a linear value in them is resolved (X2, X3):
 *
 *     const [rest, receipt] = b.reserve(5);   // holds: rest, receipt; owes: receipt
 *     if (cond()) receipt.forfeit();          // holds: rest; owes: receipt
 *     return rest;                            // owes: receipt, on the path that skipped forfeit
 */
export interface HoldingState {
  /** Of the places that something is written to, or into: nobody asks about others. */
  readonly holds: CopyOnWriteSet<Place>;
  /** By place, where its value was bound. */
  readonly owes: CopyOnWriteMap<Place, Span>;
}

export interface HoldingObserver {
  /** A value is lost: overwritten, or out of scope in the next iteration, though it may be unresolved. */
  lostUnresolved?(place: Place, bound: Span): void;
  /** The body is left while the place may be unresolved. */
  leftUnresolved?(place: Place, exit: Span): void;
  /** A value that is there for sure is overwritten. */
  overwritten?(place: Place, at: Span): void;
}

export class HoldingFlow implements ForwardAnalysis<HoldingState> {
  readonly #effects: ReadonlyMap<Block, readonly Effect[]>;
  readonly #summaryOf: (invoke: Invoke) => Summary | undefined;
  readonly #owedAfter: (invoke: Invoke) => Owed;
  readonly #body: Body;
  readonly #invokes: Invoke[] = [];
  /** The places whose value may be overwritten, and all that they are parts of. */
  readonly #written = new Set<Place>();
  readonly #owes: boolean;

  constructor(
    body: Body,
    effects: ReadonlyMap<Block, readonly Effect[]>,
    summaryOf: (invoke: Invoke) => Summary | undefined,
    owedAfter: (invoke: Invoke) => Owed,
  ) {
    this.#body = body;
    this.#effects = effects;
    this.#summaryOf = summaryOf;
    this.#owedAfter = owedAfter;
    let owes = false;
    for (const all of effects.values()) {
      for (const effect of all) {
        if (effect.kind === "hold" && effect.linear.length > 0) owes = true;
        if (effect.kind === "invoke") this.#invokes.push(effect.invoke);
        if (effect.kind !== "fill" || effect.at === null) continue;
        for (let at: Place | null = effect.place; at !== null; at = at.parent) this.#written.add(at);
      }
    }
    this.#owes = owes;
  }

  /** Nothing in the body is overwritten, nor has to be resolved: there is nothing to observe. */
  get isIdle(): boolean {
    const puts = (invoke: Invoke): boolean => this.#owedAfter(invoke).put.length > 0;
    return this.#written.size === 0 && !this.#owes && !this.#invokes.some(puts);
  }

  entry(): HoldingState {
    return { holds: new CopyOnWriteSet(), owes: new CopyOnWriteMap() };
  }

  clone(state: HoldingState): HoldingState {
    return { holds: state.holds.clone(), owes: state.owes.clone() };
  }

  join(into: HoldingState, from: HoldingState): boolean {
    if (into.holds.sharesWith(from.holds) && into.owes.sharesWith(from.owes)) return false;
    let changed = false;
    for (const place of into.holds) {
      if (from.holds.has(place)) continue;
      into.holds.delete(place);
      changed = true;
    }
    for (const [place, bound] of from.owes) {
      if (into.owes.has(place)) continue;
      into.owes.set(place, bound);
      changed = true;
    }
    return changed;
  }

  cross(state: HoldingState): HoldingState {
    return state;
  }

  transfer(
    block: Block,
    state: HoldingState,
    raise: (state: HoldingState) => void,
    observer: HoldingObserver = {},
  ): boolean {
    for (const effect of this.#effects.get(block) ?? []) {
      switch (effect.kind) {
        case "leave":
          release(state, effect.move.place);
          break;
        case "hold":
          // What a closure puts into a capture, its callers hold.
          if (this.#written.has(effect.place) && !effect.place.captured) state.holds.add(effect.place);
          for (const place of effect.linear) state.owes.set(place, effect.at);
          break;
        case "exit":
          for (const place of state.owes.keys()) observer.leftUnresolved?.(place, effect.at);
          break;
        case "absent":
          release(state, effect.place);
          break;
        case "fill":
          lose(state, effect.place, effect.at, effect.present, observer);
          break;
        case "lend":
          // A receiver's value goes into the call, whatever is put into the place meanwhile.
          if (isReceiver(effect.holder)) for (const { place } of effect.loans) state.holds.delete(place);
          break;
        case "interrupt":
          if (effect.throws) raise(state);
          break;
        case "invoke":
          this.#invoke(state, effect.invoke, observer);
          break;
        default:
          break;
      }
    }
    return true;
  }

  #invoke(state: HoldingState, invoke: Invoke, observer: HoldingObserver): void {
    const { left, lost, put } = this.#owedAfter(invoke);
    for (const [place, bound] of state.owes) {
      if (!lost.has(pathKey(place))) continue;
      observer.lostUnresolved?.(place, bound);
      state.owes.delete(place);
    }
    for (const { path, takes } of this.#summaryOf(invoke)?.places.values() ?? [])
      if (takes !== null) releasePath(state, path, state.owes.size > 0 && !left.has(keyOf(path)));
    for (const { path, at } of put) state.owes.set(placeAt(this.#body, path), at);
  }
}

/** Nothing in the place is held any more, nor is what it is part of held as a whole. */
function release(state: HoldingState, place: Place): void {
  for (let at: Place | null = place.parent; at !== null; at = at.parent) state.holds.delete(at);
  releaseParts(state, place);
}

function releaseParts(state: HoldingState, place: Place): void {
  state.holds.delete(place);
  state.owes.delete(place);
  for (const part of place.parts.values()) releaseParts(state, part);
}

/** What a closure takes: `resolves`, on every path on which it comes to its end. */
function releasePath(state: HoldingState, path: Path, resolves: boolean): void {
  const root = path[0]?.key ?? "";
  const taken = keyOf(path);
  for (const held of state.holds) if (rootOf(held).key === root) state.holds.delete(held);
  if (!resolves) return;
  for (const owing of state.owes.keys()) {
    const owed = pathKey(owing);
    if (owed === taken || owed.startsWith(`${taken}.`) || taken.startsWith(`${owed}.`))
      state.owes.delete(owing);
  }
}

function lose(
  state: HoldingState,
  place: Place,
  at: Span | null,
  present: boolean,
  observer: HoldingObserver,
): void {
  const isHeld = state.holds.has(place) || (present && isPartOfHeld(state, place));
  if (at !== null && isHeld) observer.overwritten?.(place, at);
  loseParts(state, place, observer);
}

function isPartOfHeld(state: HoldingState, place: Place): boolean {
  if (place.slot !== null) return false;
  for (let at = place.parent; at !== null; at = at.parent) if (state.holds.has(at)) return true;
  return false;
}

function loseParts(state: HoldingState, place: Place, observer: HoldingObserver): void {
  const bound = state.owes.get(place);
  if (bound !== undefined) observer.lostUnresolved?.(place, bound);
  state.owes.delete(place);
  state.holds.delete(place);
  for (const part of place.parts.values()) loseParts(state, part, observer);
}
