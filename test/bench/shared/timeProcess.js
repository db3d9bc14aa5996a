// @ts-check
import { spawnSync } from "node:child_process";

/**
 * Runs a Node program to its end. By the clock, for a compiler that uses several processors is the point of it, and no
 * process is told what its children have used; so other work on the machine counts: measure in turns.
 *
 * @param {readonly string[]} args
 * @param {{ readonly cwd: string, readonly env: NodeJS.ProcessEnv }} options
 * @returns {number} seconds
 * @throws if the program fails: a run that reports something has not done the work that is measured
 */
export function timeProcess(args, { cwd, env }) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    ...{ cwd, env },
    ...{ encoding: "utf8", maxBuffer: 1 << 28 },
  });
  const seconds = (performance.now() - start) / 1e3;
  if (status !== 0)
    throw new Error(`${args.join(" ")}: exit code ${status}\n${(stdout + stderr).slice(0, 2_000)}`);
  return seconds;
}
