import { Random } from "./generate/Random.js";
import { mutate } from "./generate/mutate.js";
import { randomProgram } from "./generate/randomProgram.js";
import { repair } from "./generate/repair.js";
import { constructsOf, type Construct } from "./language/constructs.js";
import type { Program } from "./language/syntax.js";
import { explore } from "./oracle/explore.js";
import type { SecondOpinions } from "./secondOpinions.js";
import type { Checker, Judged } from "./subject/Checker.js";

/** How a program came to be: by chance, by mending such a one, or by one slip in a mended one. */
export type Origin = "random" | "repaired" | "mutated";

/** `missed`: the checker is silent on an error (unsound). `false-alarm`: it rejects what the rules accept. */
export type Disagreement = "missed" | "false-alarm";

export interface Case {
  readonly origin: Origin;
  readonly program: Program;
  readonly verdict: "ok" | "error";
}

export interface Count {
  programs: number;
  errors: number;
  missed: number;
  falseAlarms: number;
}

export interface Evaluation {
  readonly seed: number;
  readonly total: Count;
  readonly origins: ReadonlyMap<Origin, Count>;
  readonly constructs: ReadonlyMap<Construct, Count>;
  /** `unsupported` alone: no verdict, so neither agreement nor disagreement. */
  readonly declined: number;
  /** Not judged, since tsc takes no notice of ownership but rejects the program for another reason. */
  readonly untyped: number;
  readonly disagreements: readonly {
    readonly kind: Disagreement;
    readonly case: Case;
    readonly judged: Judged;
  }[];
}

const batch = 400;
/** Slips tried on one program, until one is of the wanted kind. */
const maxSlips = 8;

/**
 * Compares the checker with the oracle on `programs` generated programs. Equal seeds give equal programs. `progress`
 * hears of each batch; `opinions` collect what further oracles say of it.
 */
export function evaluate(
  checker: Checker,
  programs: number,
  seed: number,
  progress: (done: number) => void = () => undefined,
  opinions: readonly SecondOpinions[] = [],
): Evaluation {
  const random = new Random(seed);
  const total = newCount();
  const origins = new Map<Origin, Count>();
  const constructs = new Map<Construct, Count>();
  const disagreements: { kind: Disagreement; case: Case; judged: Judged }[] = [];
  let declined = 0;
  let untyped = 0;
  for (let done = 0; done < programs; done += batch) {
    const cases = Array.from({ length: Math.min(batch, programs - done) }, () => nextCase(random));
    const answers = checker.judge(cases.map((it) => it.program));
    for (const opinion of opinions)
      opinion.add(
        cases,
        answers.map(({ answer }) => answer),
      );
    answers.forEach((judged, index) => {
      const the = cases[index];
      if (the === undefined) return;
      if (judged.answer === "untyped") untyped++;
      else if (judged.answer === "declined") declined++;
      else {
        const kind = compare(the.verdict, judged.answer);
        const counts = [total, countOf(origins, the.origin)];
        for (const construct of constructsOf(the.program)) counts.push(countOf(constructs, construct));
        for (const count of counts) add(count, the.verdict, kind);
        if (kind !== null) disagreements.push({ kind, case: the, judged });
      }
    });
    progress(done + cases.length);
  }
  return { seed, total, origins, constructs, declined, untyped, disagreements };
}

export function compare(verdict: "ok" | "error", answer: "ok" | "error"): Disagreement | null {
  if (verdict === answer) return null;
  return verdict === "error" ? "missed" : "false-alarm";
}

/** The next program that the oracle has a verdict on. */
export function nextCase(random: Random): Case {
  for (;;) {
    const the = candidate(random);
    if (the === null) continue;
    const { verdict } = explore(the.program);
    if (verdict !== "unspecified") return { ...the, verdict };
  }
}

function candidate(random: Random): Omit<Case, "verdict"> | null {
  const program = randomProgram(random);
  const origin = random.weighted<Origin>({ random: 2, repaired: 3, mutated: 5 });
  if (origin === "random") return { origin, program };
  const repaired = repair(program, random);
  if (repaired === null || repaired.body.length === 0) return null;
  if (origin === "repaired") return { origin, program: repaired };
  // About half of the slips should be mistakes, though most slips of this kind are harmless.
  const wanted = random.chance(0.5) ? "error" : null;
  for (let attempt = 0; attempt < maxSlips; attempt++) {
    const mutated = mutate(repaired, random);
    if (mutated !== null && (wanted === null || explore(mutated).verdict === wanted))
      return { origin, program: mutated };
  }
  return null;
}

function newCount(): Count {
  return { programs: 0, errors: 0, missed: 0, falseAlarms: 0 };
}

function countOf<K>(counts: Map<K, Count>, key: K): Count {
  const known = counts.get(key) ?? newCount();
  counts.set(key, known);
  return known;
}

function add(count: Count, verdict: "ok" | "error", kind: Disagreement | null): void {
  count.programs++;
  if (verdict === "error") count.errors++;
  if (kind === "missed") count.missed++;
  if (kind === "false-alarm") count.falseAlarms++;
}
