// @ts-check
/**
 * The checker beside a lint rule that needs types too: `no-floating-promises` of typescript-eslint, over the same files.
 *
 * The rule's time is what ESLint's own statistics say that it took, in its visitors; so it has in it the types that it
 * makes TypeScript find, and neither parsing nor the creation of the program. Ours is the time of the plugin over all
 * files of a program that tsc has checked; in it are the types that it makes TypeScript find besides, and neither parsing
 * nor the creation of the program nor tsc's own check. The first run of each is thrown away, then they take turns; each
 * run makes a program of its own.
 */
import { createRequire } from "node:module";
import path from "node:path";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { Project } from "./project/Project.js";
import { projectCheckTime } from "./shared/checkTime.js";
import { numbersFrom } from "./shared/commandLine.js";
import { intervalText, printAim, printConditions } from "./shared/print.js";
import { median, medianInterval } from "./shared/statistics.js";

const aim = 0.1;
const rule = "@typescript-eslint/no-floating-promises";
const { files, share, runs, seed } = numbersFrom(
  "bench:lint-peer",
  "The checker's time beside that of typescript-eslint's `no-floating-promises`.",
  {
    files: { fallback: 400, means: "size of the generated project" },
    share: { fallback: 0.05, means: "of the files that use budgets: 0 to 1" },
    runs: { fallback: 7, means: "of each, after one to warm up" },
    seed: { fallback: 1, means: "of the generated project" },
  },
);
const project = new Project("lint-peer", { files, budgetShare: share, seed });
const require = createRequire(import.meta.url);
const { version } = require("typescript-eslint/package.json");
const parser = createRequire(require.resolve("typescript-eslint"))("@typescript-eslint/parser");
printConditions(
  `typescript-eslint ${version}; ${project.summary}, ${(share * 100).toFixed(0)}% of the files use budgets; ` +
    `seed ${seed}; ${runs} runs`,
);

async function ruleTime() {
  const eslint = new ESLint({
    cwd: project.folder,
    stats: true,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ["**/*.ts"],
        plugins: { "@typescript-eslint": /** @type {any} */ (tseslint.plugin) },
        languageOptions: {
          parser: /** @type {any} */ (tseslint.parser),
          parserOptions: { project: "tsconfig.without.json", tsconfigRootDir: project.folder },
        },
        rules: { [rule]: "error" },
      },
    ],
  });
  const results = await eslint.lintFiles(["src"]);
  let time = 0;
  for (const { filePath, messages, stats } of results) {
    if (messages.length > 0) throw new Error(`${filePath}: ${messages[0]?.message}`);
    for (const pass of stats?.times.passes ?? []) time += pass.rules?.[rule]?.total ?? NaN;
  }
  // Or the next run would get its program, with all types that were found in it.
  parser.clearCaches();
  return time;
}

/** @type {number[]} */
const ours = [];
/** @type {number[]} */
const theirs = [];
for (let run = 0; run <= runs; run++) {
  const own = projectCheckTime(path.join(project.folder, "tsconfig.with.json"));
  const peer = await ruleTime();
  if (run === 0) continue;
  ours.push(own);
  theirs.push(peer);
}
console.log(
  `medians: the plugin ${median(ours).toFixed(0)} ms, the rule ${median(theirs).toFixed(0)} ms, in ${project.files} files`,
);
const ratios = ours.map((time, run) => time / (theirs[run] ?? NaN));
const ratio = median(ratios);
printAim(
  `the plugin takes at most ${aim} of the rule's time`,
  ratio <= aim,
  `${ratio.toFixed(3)} (${intervalText(medianInterval(ratios), 3)})`,
);
