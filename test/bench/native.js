// @ts-check
/**
 * What `affine-budget check` takes where the project's TypeScript is 7, beside that compiler alone and beside `tspc` with the
 * plugin on 6, on one generated project; and what the command takes to start, on a small project without budgets. Measures
 * the built package: `npm run build` first.
 *
 * By the clock, in rounds of one run each, so that other work on the machine meets all of them.
 */
import { symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Project } from "./project/Project.js";
import { numbersFrom } from "./shared/commandLine.js";
import { intervalText, printAim, printConditions } from "./shared/print.js";
import { median, medianInterval } from "./shared/statistics.js";
import { timeProcess } from "./shared/timeProcess.js";

const require = createRequire(import.meta.url);
const mostRatio = 1.6;
const mostStartup = 300;

const { files, share, rounds, small, seed } = numbersFrom(
  "bench:native",
  "What `affine-budget check` takes on TypeScript 7, beside the compiler alone and `tspc` on 6.",
  {
    files: { fallback: 2_000, means: "size of the generated project" },
    share: { fallback: 0.05, means: "of the files that use budgets: 0 to 1" },
    rounds: { fallback: 7, means: "of one run each" },
    small: { fallback: 10, means: "files of the project without budgets" },
    seed: { fallback: 1, means: "of the generated project" },
  },
);

const native = "ts70";
const project = nativeProject("native", files, share);
const empty = nativeProject("native-startup", small, 0);
const { version } = /** @type {{ version: string }} */ (require(`${native}/package.json`));
printConditions(
  `native ${version}; ${project.summary}, ${(share * 100).toFixed(0)}% of the files use budgets; ` +
    `${rounds} rounds; seed ${seed}`,
);

const tsc = [`node_modules/${native}/bin/tsc`, "--noEmit", "-p", "tsconfig.without.json"];
/** @param {string} typescript */
const check = (typescript) => [
  "node_modules/affine-budget/dist/cli/affine-budget.js",
  ...["check", "--typescript", typescript, "-p", "tsconfig.without.json"],
];
const tspc = ["node_modules/ts-patch/bin/tspc.js", "--noEmit", "-p", "tsconfig.with.json"];
const classicTsc = ["node_modules/typescript/lib/tsc.js", "--noEmit", "-p", "tsconfig.without.json"];

const [alone, checked, patched] = measure(project, [
  ["tsc 7 alone", tsc],
  ["check on 7", check(native)],
  ["tspc on 6 with the plugin", tspc],
]);
console.log(`\non ${empty.summary} without budgets:`);
const [nativeStart, nativeCheck, classicStart, classicCheck] = measure(empty, [
  ["tsc 7 alone", tsc],
  ["check on 7", check(native)],
  ["tsc 6 alone", classicTsc],
  ["check on 6", check("typescript")],
]);

console.log();
const ratios = pairwise(checked, alone, (a, b) => a / b);
printAim(
  `check on 7 takes at most ${mostRatio} times as long as the compiler alone`,
  median(ratios) <= mostRatio,
  `${median(ratios).toFixed(2)} (${intervalText(medianInterval(ratios), 2)})`,
);
const quicker = pairwise(patched, checked, (a, b) => a / b);
console.log(`        tspc on 6 takes ${median(quicker).toFixed(1)} times as long as check on 7`);
for (const [name, with_, without] of /** @type {const} */ ([
  ["7", nativeCheck, nativeStart],
  ["6", classicCheck, classicStart],
])) {
  const added = median(pairwise(with_, without, (a, b) => (a - b) * 1e3));
  printAim(
    `without budgets, check on ${name} takes at most ${mostStartup} ms longer than the compiler alone`,
    added <= mostStartup,
    `${added.toFixed(0)} ms`,
  );
}

/** @param {string} name @param {number} size @param {number} budgetShare */
function nativeProject(name, size, budgetShare) {
  const made = new Project(name, { files: size, budgetShare, seed });
  const compiler = path.dirname(require.resolve(`${native}/package.json`));
  symlinkSync(compiler, path.join(made.folder, "node_modules", native), "junction");
  return made;
}

/**
 * @param {Project} of
 * @param {readonly (readonly [string, readonly string[]])[]} commands
 * @returns {number[][]} the seconds of each, by round
 */
function measure(of, commands) {
  const options = { cwd: of.folder, env: of.environment };
  /** @type {number[][]} */
  const times = commands.map(() => []);
  // Fills the caches of ts-patch and of the disk. One round shows that the commands work, no more.
  if (rounds > 1) for (const [, args] of commands) timeProcess(args, options);
  for (let round = 0; round < rounds; round++)
    for (const [index, [, args]] of commands.entries()) times[index]?.push(timeProcess(args, options));
  for (const [index, [name]] of commands.entries())
    console.log(
      `${name.padEnd(26)} ${median(times[index] ?? [])
        .toFixed(2)
        .padStart(6)} s`,
    );
  return times;
}

/**
 * @param {readonly number[] | undefined} ones
 * @param {readonly number[] | undefined} others
 * @param {(one: number, other: number) => number} by
 */
function pairwise(ones = [], others = [], by) {
  return ones.map((one, round) => by(one, others[round] ?? NaN));
}
