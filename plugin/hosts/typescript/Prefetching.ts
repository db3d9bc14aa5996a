import type ts from "typescript";

/** A checker at the other end of a pipe, to which every question is a round trip: it fetches in bulk what will be asked. */
export interface Prefetching {
  /** The symbols that these names, and names of members, mean, and their types. */
  prefetch?(nodes: readonly ts.Node[]): void;
}

export function prefetch(checker: ts.TypeChecker & Prefetching, nodes: readonly ts.Node[]): void {
  checker.prefetch?.(nodes);
}
