import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);
const repository = path.resolve(import.meta.dirname, "../..");
const cache = path.join(repository, ".tmp/hosts");

/** A TypeScript with a ts-patch and a Node that run it, installed in a folder of their own. */
export interface Toolchain {
  readonly node: string;
  /** Holds `node_modules` with `typescript`, `ts-patch` and `affine-budget`; projects below it find them there. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

export type TypeScriptPackage = "typescript" | "ts59" | "ts54" | "ts70" | "ts71";

/** ts-patch as this repository installs it, over one of its TypeScript versions, on the Node that runs the tests. */
export function installedToolchain(typescript: TypeScriptPackage): Toolchain {
  const folder = path.join(cache, typescript);
  const tsPatch = packageFolder("ts-patch");
  // A copy: a linked ts-patch would find the TypeScript of this repository instead of the one next to it.
  prepare(folder, versionOf(tsPatch) + versionOf(packageFolder(typescript)), (fresh) => {
    mkdirSync(path.join(fresh, "node_modules"), { recursive: true });
    cpSync(tsPatch, path.join(fresh, "node_modules/ts-patch"), { recursive: true });
    // A scope of its own: in this repository's, `affine-budget` would name the repository itself.
    writeFileSync(path.join(fresh, "package.json"), JSON.stringify({ private: true }));
    linkPackages(fresh, typescript);
  });
  return { node: process.execPath, folder, environment: environmentOf(folder) };
}

/** ts-patch 4 refuses Node 20, so that it comes with a Node of its own; installed from the registry once. */
export async function newestToolchain(): Promise<Toolchain> {
  const folder = path.join(cache, "node24-ts-patch4");
  const node = path.join(folder, "node_modules/node/bin/node");
  const isReady = existsSync(path.join(folder, "ready")) && existsSync(node);
  if (!isReady) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true }));
    await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund", "node@24", "ts-patch@4"], {
      cwd: folder,
    });
    linkPackages(folder, "typescript");
    writeFileSync(path.join(folder, "ready"), "");
  }
  return { node, folder, environment: environmentOf(folder) };
}

/** Filled aside and moved into place whole: several test files may want the same folder at once. */
function prepare(folder: string, stamp: string, fill: (fresh: string) => void): void {
  const isReady = (): boolean => {
    const stampFile = path.join(folder, "stamp");
    return existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
  };
  if (isReady()) return;
  mkdirSync(path.dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  fill(fresh);
  writeFileSync(path.join(fresh, "stamp"), stamp);
  try {
    renameSync(fresh, folder);
  } catch {
    if (isReady()) {
      rmSync(fresh, { recursive: true });
      return;
    }
    // What is there is of other versions.
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  }
}

function linkPackages(folder: string, typescript: TypeScriptPackage): void {
  symlinkSync(packageFolder(typescript), path.join(folder, "node_modules/typescript"), "junction");
  symlinkSync(repository, path.join(folder, "node_modules/affine-budget"), "junction");
}

/** ts-patch's cache is kept apart: different versions of it would overwrite each other's patched compilers. */
function environmentOf(folder: string): NodeJS.ProcessEnv {
  return { ...process.env, TSP_CACHE_DIR: path.join(folder, "ts-patch-cache") };
}

function packageFolder(name: string): string {
  return path.dirname(require.resolve(`${name}/package.json`));
}

function versionOf(folder: string): string {
  return readFileSync(path.join(folder, "package.json"), "utf8");
}
