// @ts-check
/**
 * What the checker adds to `tspc --noEmit`, on a generated project. Measures the built package: `npm run build` first.
 *
 * Whole processes, by processor time and not by the clock: other work on the machine then hardly counts. The runs with
 * and without the plugin come in pairs, in turn first and second, and the result is the median of the pairs' ratios.
 * Files are of some 90 lines, in areas with barrels; a file "uses budgets" if about half of it is about them.
 */
import { Project } from "./project/Project.js";
import { numbersFrom } from "./shared/commandLine.js";
import { intervalText, printAim, printConditions } from "./shared/print.js";
import { median, medianInterval } from "./shared/statistics.js";

const { files, share, pairs, seed } = numbersFrom(
  "bench:check",
  "What the checker adds to the processor time of `tspc --noEmit`.",
  {
    files: { fallback: 2_000, means: "size of the generated project" },
    share: { fallback: 0.05, means: "of the files that use budgets: 0 to 1" },
    pairs: { fallback: 15, means: "of runs with and without the plugin" },
    seed: { fallback: 1, means: "of the generated project" },
  },
);
const aim = share === 0 ? 1.01 : share <= 0.05 ? 1.03 : 1.1;
/** Of the unpatched compiler, only to show what ts-patch costs. */
const plainRuns = 5;

const project = new Project("check", { files, budgetShare: share, seed });
printConditions(
  `${project.summary}, ${(share * 100).toFixed(0)}% of the files use budgets; seed ${seed}; ${pairs} pairs`,
);

/** @type {number[]} */
const without = [];
/** @type {number[]} */
const withPlugin = [];
project.runPairs(pairs, (plain, checked) => {
  without.push(plain.seconds);
  withPlugin.push(checked.seconds);
  const figures = `${plain.seconds.toFixed(2)} s without, ${checked.seconds.toFixed(2)} s with`;
  const ratio = (checked.seconds / plain.seconds).toFixed(3);
  console.log(`pair ${String(without.length).padStart(3)}: ${figures}, ${ratio}`);
});
const plain = Array.from({ length: Math.min(plainRuns, pairs) }, () => project.run("tsc").seconds);

const ratios = withPlugin.map((seconds, pair) => seconds / (without[pair] ?? NaN));
const ratio = median(ratios);
console.log(
  `\nmedians: tspc ${median(withPlugin).toFixed(2)} s with the plugin, ${median(without).toFixed(2)} s without; ` +
    `tsc ${median(plain).toFixed(2)} s`,
);
printAim(
  `tspc takes at most ${aim} times as long with the plugin`,
  ratio <= aim,
  `${ratio.toFixed(3)} (${intervalText(medianInterval(ratios), 3)})`,
);
