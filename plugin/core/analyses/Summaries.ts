import type ts from "typescript";
import type { Invoke } from "../ir/Body.js";
import { sameSummary, type Summary } from "./Summary.js";

/** What the closures of a file do when they run (C1), computed to a fixpoint: recursion is followed, in any order. */
export class Summaries {
  readonly #known = new Map<ts.Node, Summary>();
  /** Whose summary was computed from whose. */
  readonly #readers = new Map<ts.Node, Set<ts.Node>>();
  #reader: ts.Node | null = null;

  /** Undefined: bottom, "never returns". */
  readonly of = ({ closure }: Invoke): Summary | undefined => {
    if (this.#reader !== null) {
      const readers = this.#readers.get(closure.node);
      if (readers === undefined) this.#readers.set(closure.node, new Set([this.#reader]));
      else readers.add(this.#reader);
    }
    return this.#known.get(closure.node);
  };

  /**
   * Computes each closure's summary again for as long as one that it reads changes. Inner closures should come first:
   * callers mostly stand around them.
   *
   * @param summarise throws what `verify` throws, or fails with null: callers then take the closure for one that touches
   * nothing, and go on
   */
  settle<Owner extends ts.Node>(
    closures: readonly Owner[],
    summarise: (closure: Owner, verify: (summary: Summary) => void) => Summary | null,
  ): void {
    const owners = new Map<ts.Node, Owner>(closures.map((closure) => [closure, closure]));
    const changes = new Map<Owner, number>();
    const pending = new Set(closures);
    for (const closure of pending) {
      pending.delete(closure);
      this.#reader = closure;
      const count = (changes.get(closure) ?? 0) + 1;
      const summary =
        summarise(closure, ({ places }) => {
          if (count > maxChanges(places.size)) throw new Error("the summary of this closure does not settle");
        }) ?? untouching;
      if (sameSummary(this.#known.get(closure), summary)) continue;
      changes.set(closure, count);
      this.#known.set(closure, summary);
      for (const reader of this.#readers.get(closure) ?? []) {
        const owner = owners.get(reader);
        if (owner !== undefined) pending.add(owner);
      }
    }
    this.#reader = null;
  }
}

const untouching: Summary = { places: new Map(), completes: true, runsOn: false };

/** Summaries only grow: each of a place's effects changes a few times. More is a fault of ours. */
function maxChanges(places: number): number {
  return 32 * (places + 1);
}
