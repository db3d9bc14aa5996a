import type { Program } from "../language/syntax.js";

/**
 * A second opinion on generated programs, reached by other means than the checker's and than those of the other oracles,
 * so that no mistake is shared.
 */
export interface Oracle {
  readonly name: string;
  /** Why it cannot run on this machine, or null. The table says so: an oracle is never left out silently. */
  readonly unavailable: string | null;
  /** One opinion for each program, in order. Not called when the oracle is unavailable. */
  judge(programs: readonly Program[]): readonly Opinion[];
}

export type Opinion =
  | { readonly verdict: "ok" | "error" }
  /** No error was found, and the search was cut short: an error may lie beyond `bound`. */
  | { readonly verdict: "ok within bounds"; readonly bound: string }
  /** The oracle's language lacks something of the program. */
  | { readonly verdict: "none"; readonly reason: string };
