import type { Difference } from "./transform.js";

/** A change that does alter the checker's answer today: a mistake of the checker, with the reason. */
export interface KnownDifference {
  readonly transformation: string;
  /** The end of the fixture's name. */
  readonly program: string;
  readonly reason: string;
}

/** An entry that is none any more fails the full run, so the list cannot go stale. */
export const knownDifferences: readonly KnownDifference[] = [];

export function explains(known: KnownDifference, { transformation, subject }: Difference): boolean {
  return known.transformation === transformation.name && subject.fileName.endsWith(known.program);
}
