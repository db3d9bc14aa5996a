import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { CannotRun } from "../CannotRun.js";

/**
 * The tsconfig to work on, absolute.
 *
 * @param project what `-p` says: a file, or a directory with a `tsconfig.json`; without it, the nearest one upwards
 */
export function findConfig(cwd: string, project: string | undefined): string {
  if (project === undefined) {
    const found = nearestConfig(cwd);
    if (found !== null) return found;
    throw new CannotRun(
      `no tsconfig.json in ${cwd} or above: name one with -p, or make one with \`npx tsc --init\``,
    );
  }
  const named = path.resolve(cwd, project);
  if (!existsSync(named)) throw new CannotRun(`${named} does not exist`);
  if (!statSync(named).isDirectory()) return named;
  const inside = path.join(named, "tsconfig.json");
  if (!existsSync(inside)) throw new CannotRun(`no tsconfig.json in ${named}`);
  return inside;
}

/** Null if there is none. */
export function nearestConfig(from: string): string | null {
  for (let directory = from; ; directory = path.dirname(directory)) {
    const config = path.join(directory, "tsconfig.json");
    if (existsSync(config)) return config;
    if (directory === path.dirname(directory)) return null;
  }
}
