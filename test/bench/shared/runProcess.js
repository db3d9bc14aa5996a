// @ts-check
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";

/**
 * What a process used, all of its threads together.
 *
 * @typedef {object} Usage
 * @property {number} seconds on the processor, in user and system mode
 * @property {number} megabytes at most in physical memory
 * @property {number} heapMegabytes in the heap at the end
 */

/**
 * Runs a Node program to its end.
 *
 * @param {readonly string[]} args
 * @param {{ readonly cwd: string, readonly env: NodeJS.ProcessEnv }} options
 * @returns {Usage}
 * @throws if the program fails: a run that reports something has not done the work that is measured
 */
export function runProcess(args, { cwd, env }) {
  const file = path.join(cwd, "usage.json");
  rmSync(file, { force: true });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", path.join(import.meta.dirname, "writeUsage.cjs"), ...args],
    { cwd, env: { ...env, BENCH_USAGE_FILE: file }, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`exit code ${status}\n${(stdout + stderr).slice(0, 2_000)}`);
  return JSON.parse(readFileSync(file, "utf8"));
}
