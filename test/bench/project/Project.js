// @ts-check
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { runProcess } from "../shared/runProcess.js";
import { generateProject } from "./generateProject.js";

/** @typedef {import("../shared/runProcess.js").Usage} Usage */

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

/** How the project is compiled: by TypeScript's own compiler, by the patched one, by that with the plugin. */
/** @typedef {"tsc" | "without" | "with"} Variant */

/** A generated project on disk, with the compiler, ts-patch and the built package installed in it. */
export class Project {
  /** In which its compilers are to run. @type {NodeJS.ProcessEnv} */
  environment;

  /**
   * @param {string} name of the folder
   * @param {Parameters<typeof generateProject>[0]} size
   */
  constructor(name, size) {
    this.folder = path.join(repository, ".tmp/bench", name);
    rmSync(this.folder, { recursive: true, force: true });
    const modules = path.join(this.folder, "node_modules");
    mkdirSync(modules, { recursive: true });
    // A copy: a linked ts-patch would find the TypeScript of this repository instead of the one next to it.
    cpSync(packageFolder("ts-patch"), path.join(modules, "ts-patch"), { recursive: true });
    symlinkSync(packageFolder("typescript"), path.join(modules, "typescript"), "junction");
    // A copy too: a build in between must not change what is measured.
    for (const part of ["package.json", "dist"])
      cpSync(path.join(repository, part), path.join(modules, "affine-budget", part), { recursive: true });

    this.write("package.json", JSON.stringify({ private: true, type: "module" }));
    this.write("tsconfig.without.json", JSON.stringify({ compilerOptions, include: ["src"] }));
    this.write(
      "tsconfig.with.json",
      JSON.stringify({ compilerOptions: { ...compilerOptions, plugins }, include: ["src"] }),
    );
    this.texts = generateProject(size);
    for (const [name, text] of this.texts) this.write(path.join("src", name), text);
    this.files = this.texts.size;
    this.lines = [...this.texts.values()].reduce((sum, text) => sum + text.split("\n").length - 1, 0);
    this.environment = { ...process.env, TSP_CACHE_DIR: path.join(this.folder, "ts-patch-cache") };
  }

  /**
   * Checks the project in a process of its own.
   *
   * @param {Variant} variant
   */
  run(variant) {
    const compiler =
      variant === "tsc" ? "node_modules/typescript/lib/tsc.js" : "node_modules/ts-patch/bin/tspc.js";
    const config = variant === "with" ? "tsconfig.with.json" : "tsconfig.without.json";
    return runProcess([compiler, "--noEmit", "-p", config], { cwd: this.folder, env: this.environment });
  }

  /**
   * The usages of `pairs` pairs of runs, in turn without and with the plugin first.
   *
   * @param {number} pairs
   * @param {(without: Usage, withPlugin: Usage) => void} each
   */
  runPairs(pairs, each) {
    // Fills ts-patch's cache of patched compilers, and shows that the project is free of errors.
    this.run("with");
    this.run("without");
    for (let pair = 0; pair < pairs; pair++) {
      if (pair % 2 === 0) {
        const without = this.run("without");
        each(without, this.run("with"));
      } else {
        const withPlugin = this.run("with");
        each(this.run("without"), withPlugin);
      }
    }
  }

  /**
   * Makes the project one that editors open: with or without the plugin.
   *
   * @param {"without" | "with"} variant
   */
  configureEditor(variant) {
    this.write("tsconfig.json", readFileSync(path.join(this.folder, `tsconfig.${variant}.json`), "utf8"));
  }

  get summary() {
    return `${this.files} files, ${this.lines.toLocaleString("en")} lines`;
  }

  /** @param {string} name @param {string} text */
  write(name, text) {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** @param {string} name */
function packageFolder(name) {
  return path.dirname(require.resolve(`${name}/package.json`));
}
