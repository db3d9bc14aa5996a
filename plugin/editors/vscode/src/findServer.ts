import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/**
 * The program of the affine-budget that a workspace folder has installed; null if it has none.
 *
 * @param folder of the workspace
 * @param named the folder of the package, from there; empty: as Node finds it
 */
export function findServer(folder: string, named: string): string | null {
  const manifest = named === "" ? installed(folder) : path.resolve(folder, named, "package.json");
  if (manifest === null || !existsSync(manifest)) return null;
  const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as {
    readonly bin?: Readonly<Record<string, string>>;
  };
  const program = bin?.["affine-budget"];
  return program === undefined ? null : path.join(path.dirname(manifest), program);
}

function installed(folder: string): string | null {
  try {
    return createRequire(path.join(folder, "resolve-from-here.js")).resolve("affine-budget/package.json");
  } catch {
    return null;
  }
}
