import { writeFileSync } from "node:fs";
import path from "node:path";

import { ModelServer } from "../adapters/support/server/ModelServer.js";
import { readFlags } from "../evaluation/commandLine.js";
import type { Outcome } from "./Experiment.js";
import { experiments } from "./experiments/index.js";
import { readOptions, usage } from "./options.js";
import { asText } from "./print/asText.js";
import { recordOf, type Recorded } from "./print/recordOf.js";

/**
 * Runs the experiments, and prints each beside the paper's figures. Returns the exit code: 1 if a claim did not hold, 2
 * on a wrong argument.
 */
export async function main(root: string, args: readonly string[]): Promise<number> {
  const options = readFlags(usage, () => readOptions(args));
  if ("exitCode" in options) return options.exitCode;
  const { runs, manyRuns, only, record } = options;
  const server = new ModelServer();
  await server.listen();
  const recorded: Recorded[] = [];
  const started = performance.now();
  try {
    for (const experiment of experiments) {
      if (only.length > 0 && !only.includes(experiment.name)) continue;
      server.reset();
      const progress = (what: string): void => {
        if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${experiment.name}: ${what}`);
      };
      const outcome: Outcome = await experiment.run({ root, server, runs, manyRuns, progress });
      if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
      console.log(`${asText(experiment, outcome)}\n`);
      recorded.push({ experiment, outcome });
    }
  } finally {
    await server.stop();
  }
  const broken = recorded.flatMap(({ outcome }) => outcome.claims).filter(({ holds }) => !holds);
  console.log(`${Math.round((performance.now() - started) / 1000)} s; ${broken.length} claims do not hold`);
  if (record !== null) {
    writeFileSync(path.resolve(record), await recordOf(recorded, { runs, manyRuns }));
    console.log(`wrote ${record}`);
  }
  return broken.length > 0 ? 1 : 0;
}
