import type { Span, UseVerb } from "../findings.js";
import { keyOf, type Path } from "../ir/paths.js";

/**
 * What one run of a closure does to the places that it captures (C1), as its callers see it:
 *
 *     const f = () => { take(b); if (cond()) b = mk(); }
 *
 * requires `b`, takes it, and leaves it moved or live. Bottom is "never returns", from which recursion starts.
 */
export interface Summary {
  readonly places: ReadonlyMap<string, CapturedEffect>;
  /** Some path reaches the end. */
  readonly completes: boolean;
  /** Of an async closure: it may run on when the call has returned, past an `await` or in a promise that it has started (C5). */
  readonly runsOn: boolean;
}

export interface CapturedEffect {
  /** The binding's key and name, then the keys of the parts. */
  readonly path: Path;
  /** The first use that needs the place live on entry. */
  readonly requires: Requirement | null;
  /** Where the place is moved out of on some path. */
  readonly takes: Span | null;
  /** Where the place is moved out of, or written, on some path: what looks at it sees that no more (B1). */
  readonly writes: Span | null;
  /** Where a value is put into the place on some path: the re-initialisation that another path may skip. */
  readonly stores: Span | null;
  /** The place is written on every path that returns. */
  readonly fills: boolean;
  /** Moved when the closure returns: on some paths, on all, or never. */
  readonly movedAtEnd: "no" | "maybe" | "yes";
  /** What is moved at the end are the elements of a container: emptying it makes it whole (R4). */
  readonly elementsOnly: boolean;
  readonly movedOnThrow: boolean;
  /** Where a function that looks at the place is given to somebody who may run it at any time (C3). */
  readonly escapes: Span | null;
  /** What looks at the place when the closure is done, or meanwhile. */
  readonly lends: ReadonlySet<Lends>;
  /** A local that borrows: what it looks at when the closure is done (B4). */
  readonly looksAt: readonly Look[];
  /** Moved while whoever called goes on: it cannot overlap with anything that uses the place (C4). */
  readonly heldEmpty: boolean;
}

/** `broken`: where the closure itself has moved or overwritten what is looked at. */
export interface Look {
  readonly path: Path;
  readonly broken: Span | null;
}

/** `besides`: parts, as keys below the place, that the closure has written itself before every such use. */
export interface Requirement {
  readonly at: Span;
  readonly verb: UseVerb;
  /**
   * `whole`: with all of its parts. `base`: a part is only written, whatever has become of the others (R1). `container`: it
   * is only emptied, which it bears after its elements have left (R4).
   */
  readonly needs: "whole" | "base" | "container";
  readonly besides: ReadonlySet<string>;
}

/**
 * Promises that look at a capture (B3): the one that is returned, those that are elements of what is returned or that
 * `Promise.all` was given, and those that nobody can await; or, in an async closure, one that it awaits itself.
 */
export type Lends = "itself" | "elements" | "all" | "lost" | "lost-by-throw" | "meanwhile";

export function sameSummary(a: Summary | undefined, b: Summary): boolean {
  if (a === undefined || a.completes !== b.completes || a.runsOn !== b.runsOn) return false;
  if (a.places.size !== b.places.size) return false;
  for (const [key, effect] of b.places) {
    const known = a.places.get(key);
    if (
      known === undefined ||
      !sameRequirement(known.requires, effect.requires) ||
      (known.takes === null) !== (effect.takes === null) ||
      (known.writes === null) !== (effect.writes === null) ||
      (known.stores === null) !== (effect.stores === null) ||
      (known.escapes === null) !== (effect.escapes === null) ||
      known.fills !== effect.fills ||
      known.movedAtEnd !== effect.movedAtEnd ||
      known.movedOnThrow !== effect.movedOnThrow ||
      known.elementsOnly !== effect.elementsOnly ||
      known.heldEmpty !== effect.heldEmpty ||
      known.looksAt.length !== effect.looksAt.length ||
      !known.looksAt.every((look, index) => sameLook(look, effect.looksAt[index])) ||
      known.lends.size !== effect.lends.size ||
      ![...effect.lends].every((how) => known.lends.has(how))
    ) {
      return false;
    }
  }
  return true;
}

function sameLook(a: Look, b: Look | undefined): boolean {
  return b !== undefined && keyOf(a.path) === keyOf(b.path) && (a.broken === null) === (b.broken === null);
}

function sameRequirement(a: Requirement | null, b: Requirement | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.needs !== b.needs) return false;
  return a.besides.size === b.besides.size && [...b.besides].every((part) => a.besides.has(part));
}
