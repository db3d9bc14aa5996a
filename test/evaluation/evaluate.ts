import {
  add,
  compare,
  emptyEvaluation,
  entryOf,
  isVerdict,
  newCount,
  type Count,
  type Disagreement,
  type Evaluation,
} from "./Evaluation.js";
import { Random } from "./generate/Random.js";
import { nextCase, type Case } from "./generate/nextCase.js";
import { constructsOf, type Construct } from "./language/constructs.js";
import { explain } from "./oracle/explain.js";
import type { Oracle } from "./oracle/Oracle.js";
import { askOracle, noOpinions } from "./secondOpinions.js";
import type { Checker, Judged } from "./subject/Checker.js";

/** Programs that are generated from one seed and compiled together: enough for what a compilation costs by itself. */
const batchSize = 1000;

export interface Task {
  readonly seed: number;
  /** Which batch of the seed. */
  readonly batch: number;
  readonly programs: number;
  /** All of these must be in each program. */
  readonly constructs: readonly Construct[];
}

/** The batches of a whole evaluation. Equal seeds give equal batches, whoever evaluates them. */
export function tasksOf(
  programs: number,
  seed: number,
  constructs: readonly Construct[] = [],
): readonly Task[] {
  return Array.from({ length: Math.ceil(programs / batchSize) }, (_, batch) => ({
    seed,
    batch,
    programs: Math.min(batchSize, programs - batch * batchSize),
    constructs,
  }));
}

/** Oracles beside the exact one, and how many of the programs they are asked about: one in `every`. */
export interface Further {
  readonly oracles: readonly Oracle[];
  readonly every: number;
}

export const exactOnly: Further = { oracles: [], every: 1 };

/** Compares the checker with the exact oracle, and with further ones, on the programs of some batches. */
export function evaluate(checker: Checker, further: Further, tasks: readonly Task[]): Evaluation {
  const sum = emptyEvaluation();
  for (const task of tasks) add(sum, evaluateBatch(checker, further, task));
  return sum;
}

export function evaluateBatch(checker: Checker, { oracles, every }: Further, task: Task): Evaluation {
  const random = Random.of(task.seed, task.batch);
  const cases = Array.from({ length: task.programs }, () => nextCase(random, task.constructs));
  const programs = cases.map((it) => it.program);
  const result = emptyEvaluation();
  const answers = checker.judge(programs);
  cases.forEach((the, index) => {
    const judged = answers[index];
    if (judged === undefined) return;
    result.leftOpen += the.leftOpen;
    result.unexplored += the.unexplored;
    if (judged.answer === "untyped") result.untyped++;
    else if (judged.answer === "declined") result.declined++;
    else compareExact(result, the, judged);
  });
  const asked = cases.flatMap((the, index) => {
    const answer = answers[index]?.answer;
    return index % every !== 0 || answer === undefined || answer === "untyped" ? [] : [{ the, answer }];
  });
  for (const oracle of oracles) askOracle(entryOf(result.opinions, oracle.name, noOpinions), oracle, asked);
  return result;
}

function compareExact(result: Evaluation, the: Case, judged: Judged): void {
  if (!isVerdict(judged.answer)) return;
  const kind = compare(the.verdict, judged.answer);
  const choices = kind === "false-alarm" ? explain(the.program) : null;
  const counts = [result.total, entryOf(result.origins, the.origin, newCount)];
  for (const construct of constructsOf(the.program))
    counts.push(entryOf(result.constructs, construct, newCount));
  for (const count of counts) note(count, the.verdict, kind, choices !== null);
  if (choices !== null) {
    const name = choices.join(" + ");
    result.choices.set(name, (result.choices.get(name) ?? 0) + 1);
  } else if (kind !== null) result.found.push({ kind, case: the, judged });
}

function note(count: Count, verdict: "ok" | "error", kind: Disagreement | null, isChosen: boolean): void {
  count.programs++;
  if (verdict === "error") count.errors++;
  if (kind === "missed") count.missed++;
  if (kind === "false-alarm") {
    if (isChosen) count.chosen++;
    else count.false++;
  }
}

export { compare, type Disagreement } from "./Evaluation.js";
export { nextCase } from "./generate/nextCase.js";
