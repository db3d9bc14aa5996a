// @ts-check
/**
 * What the checker adds to the memory of `tspc --noEmit`, on the project of `bench:check`. The peak is the operating
 * system's, of the whole process; it depends on when the engine collects garbage, hence the pairs and their median. The
 * heap is what is in use at the end, garbage included.
 */
import { Project } from "./project/Project.js";
import { numbersFrom } from "./shared/commandLine.js";
import { intervalText, printAim, printConditions } from "./shared/print.js";
import { median, medianInterval } from "./shared/statistics.js";

const aim = 1.05;
const { files, share, pairs, seed } = numbersFrom(
  "bench:memory",
  "What the checker adds to the memory of `tspc --noEmit`.",
  {
    files: { fallback: 400, means: "size of the generated project" },
    share: { fallback: 0.05, means: "of the files that use budgets: 0 to 1" },
    pairs: { fallback: 7, means: "of runs with and without the plugin" },
    seed: { fallback: 1, means: "of the generated project" },
  },
);
const project = new Project("memory", { files, budgetShare: share, seed });
printConditions(
  `${project.summary}, ${(share * 100).toFixed(0)}% of the files use budgets; seed ${seed}; ${pairs} pairs`,
);

/** @type {(readonly [import("./shared/runProcess.js").Usage, import("./shared/runProcess.js").Usage])[]} */
const usages = [];
project.runPairs(pairs, (without, withPlugin) => usages.push([without, withPlugin]));

/** @param {string} what @param {"megabytes" | "heapMegabytes"} figure */
function printMedians(what, figure) {
  const [before, after] = [
    median(usages.map(([without]) => without[figure])),
    median(usages.map(([, withPlugin]) => withPlugin[figure])),
  ];
  console.log(`${what}: ${before.toFixed(0)} MB without, ${after.toFixed(0)} MB with the plugin`);
}
printMedians("peak resident memory", "megabytes");
printMedians("heap at the end     ", "heapMegabytes");
const ratios = usages.map(([without, withPlugin]) => withPlugin.megabytes / without.megabytes);
const ratio = median(ratios);
printAim(
  `the peak is at most ${aim} times as high with the plugin`,
  ratio <= aim,
  `${ratio.toFixed(3)} (${intervalText(medianInterval(ratios), 3)})`,
);
