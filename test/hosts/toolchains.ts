import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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
  prepare(folder, versionOf(tsPatch) + versionOf(packageFolder(typescript)), () => {
    mkdirSync(path.join(folder, "node_modules"), { recursive: true });
    cpSync(tsPatch, path.join(folder, "node_modules/ts-patch"), { recursive: true });
    // A scope of its own: in this repository's, `affine-budget` would name the repository itself.
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true }));
    linkPackages(folder, typescript);
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

function prepare(folder: string, stamp: string, fill: () => void): void {
  const stampFile = path.join(folder, "stamp");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  rmSync(folder, { recursive: true, force: true });
  fill();
  writeFileSync(stampFile, stamp);
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
