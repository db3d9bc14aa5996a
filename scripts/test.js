/**
 * `npm test`: everything that must hold before a change lands, as named and timed steps. A step's output is shown when
 * it fails (or always, with `--verbose`); arguments after `--` go to vitest. Exit code 1 if any step failed.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const bin = (name, file) => path.join(root, "node_modules", name, file);
const separator = process.argv.indexOf("--");
const own = process.argv.slice(2, separator < 0 ? undefined : separator);
const forVitest = separator < 0 ? [] : process.argv.slice(separator + 1);
const verbose = own.includes("--verbose");

const resultFile = path.join(root, ".tmp", "vitest.json");
/** Tables that tests leave to be read whatever the outcome. */
const reports = path.join(root, ".tmp", "reports");

/**
 * What depends on nothing but the build comes in two lanes, for each of its steps keeps one core busy. `tsc` by path:
 * several TypeScript versions are installed, and `.bin/tsc` may be any of them.
 */
const build = { name: "build", args: ["scripts/build.js"] };
const lint = { name: "lint", args: [bin("eslint", "bin/eslint.js"), ".", "--max-warnings", "0"] };
const quickChecks = [
  { name: "format", args: [bin("prettier", "bin/prettier.cjs"), "--check", "."] },
  { name: "typecheck", args: [bin("typescript", "bin/tsc"), "--noEmit", "-p", "tsconfig.json"] },
  { name: "unused", args: [bin("knip", "bin/knip.js")] },
  {
    name: "types of the runtime",
    args: [
      bin("tsd", "dist/cli.js"),
      "--typings",
      "dist/runtime/index.d.ts",
      "--files",
      "test/types/**/*.test-d.ts",
    ],
  },
];
const tests = {
  name: "tests",
  args: [
    bin("vitest", "vitest.mjs"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${resultFile}`,
    ...forVitest,
  ],
};

function run(step) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(process.execPath, step.args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const take = (chunk) => {
      output += chunk;
      if (verbose) process.stdout.write(chunk);
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    child.on("close", (code) =>
      resolve({ passed: code === 0, output, seconds: (performance.now() - started) / 1000 }),
    );
  });
}

rmSync(resultFile, { force: true });
rmSync(reports, { recursive: true, force: true });
mkdirSync(path.dirname(resultFile), { recursive: true });

const failed = [];
async function runInTurn(steps) {
  for (const step of steps) {
    const { passed, output, seconds } = await run(step);
    console.log(
      `${passed ? "ok    " : "FAILED"}  ${step.name.padEnd(22)} ${seconds.toFixed(1).padStart(6)} s`,
    );
    if (passed) continue;
    failed.push(step.name);
    if (!verbose) console.log(output.trimEnd().replace(/^/gm, "        "));
  }
}
await runInTurn([build]);
await Promise.all([runInTurn([lint]), runInTurn(quickChecks)]);
await runInTurn([tests]);

for (const file of existsSync(reports) ? readdirSync(reports).sort() : []) {
  console.log(`\n${readFileSync(path.join(reports, file), "utf8").trimEnd()}`);
}

const results = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, "utf8")) : null;
const passedTests = results?.numPassedTests ?? 0;
// A suite that could not be loaded has no tests of its own to fail; a failed step other than the tests counts as one too.
const brokenSuites =
  results === null
    ? 0
    : results.testResults.filter((s) => s.status === "failed" && s.assertionResults.length === 0).length;
const failedTests = (results?.numFailedTests ?? 0) + brokenSuites;
const otherFailures = failed.filter((name) => name !== "tests").length;
const testsFailedAsAWhole = failed.includes("tests") && failedTests === 0 ? 1 : 0;
if (passedTests === 0 && failed.length === 0) failed.push("no test was run");

for (const text of failureTexts()) console.log(`\n${text}`);
if (failed.length > 0) console.log(`\nfailed: ${failed.join(", ")}`);
console.log(`${passedTests} passed, ${failedTests + otherFailures + testsFailedAsAWhole} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** Each failed test with the start of what it says, last of all: logs of this length are cut in their middle. */
function failureTexts() {
  const most = 20;
  const lines = 25;
  const texts = (results?.testResults ?? []).flatMap((suite) => {
    const file = path.relative(root, suite.name);
    const broken = suite.status === "failed" && suite.assertionResults.length === 0;
    return [
      ...(broken ? [[file, suite.message]] : []),
      ...suite.assertionResults
        .filter((test) => test.status === "failed")
        .map((test) => [`${file} > ${test.fullName}`, test.failureMessages.join("\n")]),
    ].map(([title, message]) => `FAILED  ${title}\n${message.split("\n").slice(0, lines).join("\n")}`);
  });
  return texts.length > most
    ? [...texts.slice(0, most), `... and ${texts.length - most} failed tests more`]
    : texts;
}
