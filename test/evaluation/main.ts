import path from "node:path";
import { isMainThread } from "node:worker_threads";
import { readFlags } from "./commandLine.js";
import { describeContradictions, describeDisagreements } from "./disagreements.js";
import { tasksOf } from "./evaluate.js";
import { furtherOracles } from "./furtherOracles.js";
import { Progress } from "./Progress.js";
import { readOptions, usage } from "./options.js";
import { evaluateInWorkers } from "./pool.js";
import { Checker } from "./subject/Checker.js";
import { table } from "./table.js";
import { work } from "./worker.js";

/**
 * Compares the checker with the oracles on generated programs, prints the table, and some disagreements, shrunk. `root`
 * is the folder of the package. Returns the exit code: 1 on a missed error, an unexplained false report or a contradiction between oracles, 2 on a wrong
 * argument.
 */
export async function main(root: string, args: readonly string[]): Promise<number> {
  const options = readFlags(usage, () => readOptions(args));
  if ("exitCode" in options) return options.exitCode;
  const { programs, seed, constructs, workers, further, shrink } = options;
  const oracles = further === null ? [] : furtherOracles(path.join(root, ".tmp", "evaluation", "main"));
  for (const { unavailable } of oracles) if (unavailable !== null) console.log(unavailable);
  const started = performance.now();
  const progress = new Progress(programs);
  const evaluation = await evaluateInWorkers(
    tasksOf(programs, seed, constructs),
    { script: new URL(import.meta.url), workers, root, further },
    ({ total, found }) => {
      progress.show(total.programs, `${found.length} disagreements`);
    },
  );
  progress.end();
  console.log(table(evaluation, `seed ${seed}`));
  console.log(`${Math.round((performance.now() - started) / 1000)} s`);
  if (evaluation.found.length > 0) console.log(describeDisagreements(evaluation, new Checker(root), shrink));
  let contradicted = false;
  for (const oracle of oracles) {
    const opinions = evaluation.opinions.get(oracle.name);
    if (opinions === undefined || opinions.contradictions.length === 0) continue;
    contradicted = true;
    console.log(describeContradictions(oracle, opinions, shrink));
  }
  return evaluation.found.length > 0 || contradicted ? 1 : 0;
}

if (!isMainThread) work();
