// @ts-check
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";

/**
 * Runs a Node program to its end.
 *
 * @param {readonly string[]} args
 * @param {{ readonly cwd: string, readonly env: NodeJS.ProcessEnv }} options
 * @returns {number} seconds that its whole process spent on the processor, in user and system mode, all threads
 * @throws if the program fails: a run that reports something has not done the work that is measured
 */
export function cpuTime(args, { cwd, env }) {
  const usage = path.join(cwd, "usage.txt");
  rmSync(usage, { force: true });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", path.join(import.meta.dirname, "writeUsage.cjs"), ...args],
    { cwd, env: { ...env, BENCH_USAGE_FILE: usage }, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`exit code ${status}\n${(stdout + stderr).slice(0, 2_000)}`);
  return Number(readFileSync(usage, "utf8")) / 1e6;
}
