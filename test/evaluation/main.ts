import { describeContradictions, describeDisagreements } from "./disagreements.js";
import { evaluate } from "./evaluate.js";
import { ExecutionOracle } from "./oracle/execution/ExecutionOracle.js";
import { RustcOracle } from "./oracle/rustc/RustcOracle.js";
import { SecondOpinions } from "./secondOpinions.js";
import { Checker } from "./subject/Checker.js";
import { table } from "./table.js";

/**
 * Compares the checker with the exact oracle on generated programs, prints the table, and some disagreements, shrunk.
 * `root` is the folder of the package. Returns the exit code: 1 if there is any disagreement between any two, 2 on a wrong argument.
 */
export function main(root: string, args: readonly string[]): number {
  const flags = parse(args);
  if (flags === null) {
    console.error("usage: node test/evaluation/run.js [--programs N] [--seed S] [--shrink K] [--opinions 1]");
    return 2;
  }
  const checker = new Checker(root);
  const opinions =
    flags.opinions === 0
      ? []
      : [new RustcOracle(root), new ExecutionOracle()].map((oracle) => new SecondOpinions(oracle));
  const progress = (done: number): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${flags.programs}`);
  };
  const evaluation = evaluate(checker, flags.programs, flags.seed, progress, opinions);
  if (process.stderr.isTTY) process.stderr.write("\r");
  console.log(table(evaluation));
  console.log(describeDisagreements(evaluation, checker, flags.shrink));
  for (const opinion of opinions)
    console.log(`\n${opinion.table()}${describeContradictions(opinion, flags.shrink)}`);
  const contradicted = opinions.some(({ contradictions }) => contradictions.length > 0);
  return evaluation.disagreements.length > 0 || contradicted ? 1 : 0;
}

interface Flags {
  readonly programs: number;
  readonly seed: number;
  /** How many disagreements of each group are shrunk and shown. */
  readonly shrink: number;
  /** 1: ask the further oracles, too, rustc and execution. */
  readonly opinions: number;
}

function parse(args: readonly string[]): Flags | null {
  const flags = { programs: 2000, seed: 1, shrink: 3, opinions: 0 };
  for (let index = 0; index < args.length; index += 2) {
    const name = (args[index] ?? "").replace(/^--/, "");
    const value = Number(args[index + 1]);
    if (!(name in flags) || !Number.isSafeInteger(value) || value < 0) return null;
    flags[name as keyof Flags] = value;
  }
  return flags;
}
