// @ts-check
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { generateProject } from "./generateProject.js";

const require = createRequire(import.meta.url);
const repository = path.resolve(import.meta.dirname, "../../..");

const compilerOptions = {
  target: "ES2022",
  lib: ["ES2023"],
  module: "NodeNext",
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
};
const plugins = [{ name: "affine-budget", transform: "affine-budget/plugin", transformProgram: true }];

/** What separates the two runs of a pair. */
export const variants = /** @type {const} */ (["without", "with"]);

/** A generated project on disk, with the compiler, ts-patch and the built package installed in it. */
export class Project {
  /** @param {Parameters<typeof generateProject>[0]} size */
  constructor(size) {
    this.folder = path.join(repository, ".tmp/bench/check");
    rmSync(this.folder, { recursive: true, force: true });
    const modules = path.join(this.folder, "node_modules");
    mkdirSync(modules, { recursive: true });
    // A copy: a linked ts-patch would find the TypeScript of this repository instead of the one next to it.
    cpSync(packageFolder("ts-patch"), path.join(modules, "ts-patch"), { recursive: true });
    symlinkSync(packageFolder("typescript"), path.join(modules, "typescript"), "junction");
    // A copy too: a build in between must not change what is measured.
    for (const part of ["package.json", "dist"])
      cpSync(path.join(repository, part), path.join(modules, "affine-budget", part), { recursive: true });

    this.#write("package.json", JSON.stringify({ private: true, type: "module" }));
    this.#write("tsconfig.without.json", JSON.stringify({ compilerOptions, include: ["src"] }));
    this.#write(
      "tsconfig.with.json",
      JSON.stringify({ compilerOptions: { ...compilerOptions, plugins }, include: ["src"] }),
    );
    const texts = generateProject(size);
    for (const [name, text] of texts) this.#write(path.join("src", name), text);
    this.files = texts.size;
    this.lines = [...texts.values()].reduce((sum, text) => sum + text.split("\n").length - 1, 0);
    this.env = { ...process.env, TSP_CACHE_DIR: path.join(this.folder, "ts-patch-cache") };
  }

  /**
   * The arguments of `tspc --noEmit` for Node.
   *
   * @param {(typeof variants)[number]} variant
   */
  command(variant) {
    return ["node_modules/ts-patch/bin/tspc.js", "--noEmit", "-p", `tsconfig.${variant}.json`];
  }

  /** @param {string} name @param {string} text */
  #write(name, text) {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** @param {string} name */
function packageFolder(name) {
  return path.dirname(require.resolve(`${name}/package.json`));
}
