// @ts-check
/**
 * What the checker adds to `tspc --noEmit`, on a generated project. Measures the built package: `npm run build` first.
 *
 *     node test/bench/check.js [--files 2000] [--share 0.05] [--pairs 15] [--seed 1]
 *
 * Whole processes, by processor time and not by the clock: other work on the machine then hardly counts. The runs with
 * and without the plugin come in pairs, in turn first and second, and the result is the median of the pairs' ratios.
 * Prints the aim and whether this run met it; never fails for it, for it is no test.
 */
import { parseArgs } from "node:util";
import { cpuTime } from "./check/cpuTime.js";
import { Project } from "./check/Project.js";
import { median, medianInterval } from "./check/statistics.js";

const aim = 1.03;

const { values } = parseArgs({
  options: {
    files: { type: "string", default: "2000" },
    share: { type: "string", default: "0.05" },
    pairs: { type: "string", default: "15" },
    seed: { type: "string", default: "1" },
  },
});
const share = Number(values.share);
const pairs = Number(values.pairs);
const project = new Project({ files: Number(values.files), budgetShare: share, seed: Number(values.seed) });
console.log(
  `Node ${process.version}, ${process.arch}; ${project.files} files, ${project.lines.toLocaleString("en")} lines, ` +
    `${(share * 100).toFixed(0)}% of the files use budgets; seed ${values.seed}; ${pairs} pairs\n`,
);

/** @param {(typeof import("./check/Project.js").variants)[number]} variant */
const run = (variant) => cpuTime(project.command(variant), { cwd: project.folder, env: project.env });

// Fills ts-patch's cache of patched compilers, and shows that the project is free of errors.
run("with");
run("without");

/** @type {number[]} */
const without = [];
/** @type {number[]} */
const withPlugin = [];
for (let pair = 0; pair < pairs; pair++) {
  if (pair % 2 === 0) {
    without.push(run("without"));
    withPlugin.push(run("with"));
  } else {
    withPlugin.push(run("with"));
    without.push(run("without"));
  }
  const [a = NaN, b = NaN] = [without.at(-1), withPlugin.at(-1)];
  console.log(
    `pair ${String(pair + 1).padStart(3)}: ${a.toFixed(2)} s without, ${b.toFixed(2)} s with, ${(b / a).toFixed(4)}`,
  );
}

const ratios = withPlugin.map((seconds, pair) => seconds / (without[pair] ?? NaN));
const ratio = median(ratios);
const interval = medianInterval(ratios);
const bounds =
  interval === null
    ? "too few pairs for an interval"
    : `95% interval ${interval[0].toFixed(4)} to ${interval[1].toFixed(4)}`;
console.log(
  `\nmedians: ${median(without).toFixed(2)} s without, ${median(withPlugin).toFixed(2)} s with the plugin`,
);
console.log(
  `${ratio <= aim ? "held  " : "missed"}  tspc takes at most ${aim} times as long with the plugin: ${ratio.toFixed(4)} (${bounds})`,
);
