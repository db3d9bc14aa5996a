import { constructsOf, type Construct } from "../language/constructs.js";
import type { Program } from "../language/syntax.js";
import { explore, type Verdict } from "../oracle/explore.js";
import type { Random } from "./Random.js";
import { mutate } from "./mutate.js";
import { randomProgram } from "./program/randomProgram.js";
import { repair } from "./repair.js";

/** How a program came to be: by chance, by mending such a one, or by one slip in a mended one. */
export type Origin = "random" | "repaired" | "mutated";

export interface Case {
  readonly origin: Origin;
  readonly program: Program;
  /** The exact oracle's. */
  readonly verdict: "ok" | "error";
  /** How many programs were passed over before, since the rules leave open what some path of them does. */
  readonly leftOpen: number;
  /** The same, since the oracle does not go through so many states. */
  readonly unexplored: number;
}

/** Slips tried on one program, until one is of the wanted kind. */
const maxSlips = 8;

/** A program on which the rules have a verdict, with all of the given constructs. */
export function nextCase(random: Random, wanted: readonly Construct[] = []): Case {
  let leftOpen = 0;
  let unexplored = 0;
  for (;;) {
    const the = candidate(random);
    if (the === null) continue;
    if (wanted.length > 0) {
      const found = constructsOf(the.program);
      if (!wanted.every((it) => found.has(it))) continue;
    }
    const verdict = the.verdict ?? explore(the.program).verdict;
    if (verdict === "unspecified") leftOpen++;
    else if (verdict === "unexplored") unexplored++;
    else return { origin: the.origin, program: the.program, verdict, leftOpen, unexplored };
  }
}

/** `verdict`: where finding the program has told it already. */
interface Candidate extends Pick<Case, "origin" | "program"> {
  readonly verdict: Verdict | null;
}

function candidate(random: Random): Candidate | null {
  const program = randomProgram(random);
  const origin = random.weighted<Origin>({ random: 3, repaired: 3, mutated: 6 });
  if (origin === "random") return { origin, program, verdict: null };
  const repaired = repair(program, random);
  if (repaired === null || repaired.body.length === 0) return null;
  if (origin === "repaired") return { origin, program: repaired, verdict: "ok" };
  // Most slips are harmless, though about half of the mutated programs should be erroneous.
  const wanted = random.chance(0.6) ? "error" : null;
  for (let attempt = 0; attempt < maxSlips; attempt++) {
    const mutated = mutate(repaired, random);
    if (mutated === null) continue;
    const verdict = wanted === null ? null : explore(mutated).verdict;
    if (verdict === wanted) return { origin, program: mutated, verdict };
  }
  return null;
}
