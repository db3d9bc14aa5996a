import type { Case, Origin } from "./generate/nextCase.js";
import type { Construct } from "./language/constructs.js";
import { addOpinions, noOpinions, type SecondOpinions } from "./secondOpinions.js";
import type { Answer, Judged } from "./subject/Checker.js";

/** `missed`: the checker is silent on an error (unsound). `false-alarm`: it rejects what the oracle accepts. */
export type Disagreement = "missed" | "false-alarm";

/** How the checker's answers compare with one oracle's, over some programs. Plain numbers, so that they can be added. */
export interface Count {
  programs: number;
  errors: number;
  missed: number;
  /** False reports that a choice of the rules explains. */
  chosen: number;
  /** False reports that nothing explains. */
  false: number;
}

export interface Found {
  readonly kind: Disagreement;
  readonly case: Case;
  readonly judged: Judged;
}

/** The results of some programs: of one batch, or of many, added up. */
export interface Evaluation {
  readonly total: Count;
  readonly origins: Map<Origin, Count>;
  readonly constructs: Map<Construct, Count>;
  readonly opinions: Map<string, SecondOpinions>;
  /** False reports by the choices of the rules that explain them: `K1`, or `K1 + M4` where it takes both. */
  readonly choices: Map<string, number>;
  readonly found: Found[];
  /** Programs that were not judged: tsc rejects them, the checker only says `unsupported`, the rules leave them open, too many states. */
  untyped: number;
  declined: number;
  leftOpen: number;
  unexplored: number;
}

export function emptyEvaluation(): Evaluation {
  return {
    total: newCount(),
    origins: new Map(),
    constructs: new Map(),
    opinions: new Map(),
    choices: new Map(),
    found: [],
    untyped: 0,
    declined: 0,
    leftOpen: 0,
    unexplored: 0,
  };
}

export function newCount(): Count {
  return { programs: 0, errors: 0, missed: 0, chosen: 0, false: 0 };
}

export function entryOf<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const known = map.get(key) ?? create();
  map.set(key, known);
  return known;
}

/** Adds the results of `from` to `into`. */
export function add(into: Evaluation, from: Evaluation): void {
  addCount(into.total, from.total);
  for (const [key, count] of from.origins) addCount(entryOf(into.origins, key, newCount), count);
  for (const [key, count] of from.constructs) addCount(entryOf(into.constructs, key, newCount), count);
  for (const [key, opinions] of from.opinions) addOpinions(entryOf(into.opinions, key, noOpinions), opinions);
  for (const [key, count] of from.choices) into.choices.set(key, (into.choices.get(key) ?? 0) + count);
  into.found.push(...from.found);
  into.untyped += from.untyped;
  into.declined += from.declined;
  into.leftOpen += from.leftOpen;
  into.unexplored += from.unexplored;
}

function addCount(into: Count, from: Count): void {
  into.programs += from.programs;
  into.errors += from.errors;
  into.missed += from.missed;
  into.chosen += from.chosen;
  into.false += from.false;
}

export function compare(verdict: "ok" | "error", answer: "ok" | "error"): Disagreement | null {
  if (verdict === answer) return null;
  return verdict === "error" ? "missed" : "false-alarm";
}

export function isVerdict(answer: Answer): answer is "ok" | "error" {
  return answer === "ok" || answer === "error";
}
