import type { Effect } from "../effects/effectsOf.js";
import type { Block, Body, CallLoans, Loop } from "../ir/Body.js";
import type { BlockId } from "../ir/ids.js";
import { rootOf, type Place } from "../ir/places.js";

/**
 * Where the body's own variables are named for the last time: the position, in reverse postorder, past which nothing can
 * reach a mention any more. States drop them there, or a function with many variables would carry all of them through
 * all of its blocks.
 */
export interface LastMention {
  position(block: BlockId): number;
  /** Undefined: somebody else may look at the variable, so it is never dropped. */
  of(place: Place): number | undefined;
}

export function findLastMentions(
  body: Body,
  effects: ReadonlyMap<Block, readonly Effect[]>,
  order: readonly BlockId[],
): LastMention {
  const positions = new Map(order.map((id, index) => [id, index]));
  const position = (id: BlockId): number => positions.get(id) ?? order.length;
  const ends = new Map<Loop, number>();
  for (const block of body.blocks) {
    for (let loop = block.loop; loop !== null; loop = loop.parent) {
      ends.set(loop, Math.max(ends.get(loop) ?? 0, positions.get(block.id) ?? 0));
    }
  }
  const last = new Map<Place, number>();
  for (const block of body.blocks) {
    // What is named in a loop may be named again in every later iteration of it.
    let reach = positions.get(block.id) ?? 0;
    for (let loop = block.loop; loop !== null; loop = loop.parent)
      reach = Math.max(reach, ends.get(loop) ?? 0);
    for (const effect of effects.get(block) ?? []) {
      for (const place of placesOf(effect)) {
        const root = rootOf(place);
        if ((last.get(root) ?? -1) < reach) last.set(root, reach);
      }
    }
  }
  return {
    position,
    of: (place) => {
      const root = rootOf(place);
      const isOwn = root.slot === null && !root.captured && !body.sharedRoots.has(root.key);
      return isOwn ? last.get(root) : undefined;
    },
  };
}

function placesOf(effect: Effect): readonly Place[] {
  switch (effect.kind) {
    case "use":
    case "fill":
    case "empty":
    case "disturb":
    case "only-borrows":
    case "hold":
    case "absent":
      return [effect.place];
    case "leave":
      return effect.move.into === null ? [effect.move.place] : [effect.move.place, effect.move.into];
    case "write-into":
      return [effect.parent];
    case "lend":
      return [effect.holder, ...lendersOf(effect)];
    case "end-loan":
      return effect.loans.holder === null
        ? lendersOf(effect.loans)
        : [effect.loans.holder, ...lendersOf(effect.loans)];
    case "start":
      return lendersOf(effect);
    case "interrupt":
      return [...effect.restores, ...effect.pending].map(({ place }) => place);
    case "invoke":
    case "handle-failure":
    case "settle":
    case "keep":
    case "exit":
    case "report":
      return [];
  }
}

/** Whoever takes up a loan takes up what its place has on loan itself. */
function lendersOf({ loans, holders }: Pick<CallLoans, "loans" | "holders">): readonly Place[] {
  return [...holders, ...loans.map(({ place }) => place)];
}
