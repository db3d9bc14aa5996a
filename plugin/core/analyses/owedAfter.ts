import { solveForward } from "../dataflow/solveForward.js";
import type { Span } from "../findings.js";
import type { Body } from "../ir/Body.js";
import { pathKey, pathOf, type Path } from "../ir/paths.js";
import type { Place } from "../ir/places.js";
import type { HoldingFlow, HoldingState } from "./HoldingFlow.js";

/**
 * What whoever calls a closure owes for it (X2):
 *
 *     const done = () => { if (cond()) receipt.forfeit(); };   // leaves `receipt`
 *     const next = () => { [rest, receipt] = rest.reserve(1); };   // loses `receipt`, and puts another there
 */
export interface Owed {
  /** Captures that it moves on some paths only, by their keys: owed after it if they were before. */
  readonly left: ReadonlySet<string>;
  /** Captures that it overwrites on some path on which it has not resolved them. */
  readonly lost: ReadonlySet<string>;
  /** What it has put into captures, on whatever path. */
  readonly put: readonly { readonly path: Path; readonly at: Span }[];
}

export const nothingOwed: Owed = { left: new Set(), lost: new Set(), put: [] };

export function owedAfter(body: Body, flow: HoldingFlow): Owed {
  const owed = seedsOf(body);
  const seeds = new Set(owed.values());
  const lost = new Set<string>();
  const left = new Set<string>();
  if (owed.size > 0) {
    const ends = endsFrom(body, flow, owed, (place, bound) => {
      if (seeds.has(bound)) lost.add(pathKey(place));
    });
    for (const [place, bound] of ends) if (seeds.has(bound)) left.add(pathKey(place));
  }
  const put = flow.isIdle ? [] : endsFrom(body, flow, new Map(), () => undefined);
  return {
    left,
    lost,
    put: put.flatMap(([place, at]) => (place.captured ? [{ path: pathOf(place), at }] : [])),
  };
}

/** Whatever it moves or writes may be owed when it begins; told from what it binds itself by the identity of the span. */
function seedsOf(body: Body): ReadonlyMap<Place, Span> {
  const seeds = new Map<Place, Span>();
  const seed = (place: Place, at: Span): void => {
    if (place.captured) seeds.set(place, { ...at });
  };
  for (const { place, at } of body.moves) seed(place, at);
  for (const { instructions } of body.blocks)
    for (const instruction of instructions)
      if (instruction.op === "store") seed(instruction.place, instruction.at);
  return seeds;
}

/** What is owed when the closure returns, if this was when it began. */
function endsFrom(
  body: Body,
  flow: HoldingFlow,
  owed: ReadonlyMap<Place, Span>,
  lostUnresolved: (place: Place, bound: Span) => void,
): readonly (readonly [Place, Span])[] {
  const states = solveForward<HoldingState>(body, {
    entry: () => {
      const state = flow.entry();
      for (const [place, at] of owed) state.owes.set(place, at);
      return state;
    },
    clone: (state) => flow.clone(state),
    join: (into, from) => flow.join(into, from),
    cross: (state) => flow.cross(state),
    transfer: (block, state, raise) => flow.transfer(block, state, raise),
  });
  let ends: readonly (readonly [Place, Span])[] = [];
  for (const block of body.blocks) {
    const state = states[block.id];
    if (state === undefined) continue;
    flow.transfer(block, state, () => undefined, { lostUnresolved });
    // Every normal completion goes through the one block that returns.
    if (block.terminal.kind === "return") ends = [...state.owes];
  }
  return ends;
}
