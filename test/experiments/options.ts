import { parseArgs } from "node:util";

import { natural } from "../evaluation/commandLine.js";
import { experiments } from "./experiments/index.js";

export interface Options {
  readonly runs: number;
  readonly manyRuns: number;
  /** Names of experiments; all if there is none. */
  readonly only: readonly string[];
  /** Where the record is written; null: nowhere. */
  readonly record: string | null;
}

export const usage = `usage: npm run experiments -- [options]

  --runs N        how often each condition is run (30)
  --many-runs N   the same, where the study did it a thousand times (1000)
  --only NAME     this experiment alone; may be given more than once
  --record FILE   write the tables there, as Markdown: docs/experiments.md
  --help

experiments:
${experiments.map(({ name, title }) => `  ${name.padEnd(18)} ${title}`).join("\n")}

Exit code 1 if a claim does not hold, 2 on a wrong argument. Everything runs on this machine, without the network.`;

/** Throws on what is no option. */
export function readOptions(args: readonly string[]): Options | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: "string", default: "30" },
      "many-runs": { type: "string", default: "1000" },
      only: { type: "string", multiple: true, default: [] },
      record: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const unknown = values.only.filter((name) => experiments.every((experiment) => experiment.name !== name));
  if (unknown.length > 0) throw new Error(`no such experiment: ${unknown.join(", ")}`);
  if (values.record !== undefined && values.only.length > 0) {
    throw new Error("a record is one of all experiments: --record and --only exclude each other");
  }
  return {
    runs: natural("runs", values.runs, 1),
    manyRuns: natural("many-runs", values["many-runs"], 1),
    only: values.only,
    record: values.record ?? null,
  };
}
