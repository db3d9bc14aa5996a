import type { Loop } from "./Body.js";

/** A loop is within itself; what is in no loop (null) is within none. */
export function isLoopWithin(inner: Loop | null, outer: Loop | null): boolean {
  for (let at = inner; at !== null; at = at.parent) if (at === outer) return true;
  return false;
}
