import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { codeBlocks } from "../docs/support/codeBlocks.js";
import { installation, root } from "./support/install.js";

const require = createRequire(import.meta.url);
const tspc = path.join(path.dirname(require.resolve("ts-patch/package.json")), "bin/tspc.js");

const guide = codeBlocks(readFileSync(path.join(root, "docs/libraries.md"), "utf8"));
const overloads = guide.find(({ language }) => language === "ts")?.source ?? "";
const options = guide.find(({ language }) => language === "json")?.source ?? "";

/** As the library declares them: an interface that is spread over files, which augment the one with the export. */
const library = {
  "node_modules/lodash/package.json": JSON.stringify({ name: "lodash", types: "index.d.ts" }),
  "node_modules/lodash/index.d.ts": `
/// <reference path="./common/collection.d.ts" />
export = _;
declare const _: _.LoDashStatic;
declare namespace _ {
  interface LoDashStatic {}
}
`,
  "node_modules/lodash/common/collection.d.ts": `
import _ = require("../index");
declare module "../index" {
  interface LoDashStatic {
    map<T, R>(items: T[] | null | undefined, iteratee: (item: T, index: number) => R): R[];
    reverse<T>(items: T[]): T[];
    size(items: object | string | null | undefined): number;
  }
}
`,
};

const program = `
import type { Budget } from "affine-budget";
import _ from "lodash";

declare const logger: Record<"debug" | "info" | "warn", (...values: unknown[]) => void>;

export function mapped(budgets: Budget[]): number[] {
  return _.map(budgets, (budget) => budget.close());
}

export function mappedTwice(budgets: Budget[]): number[] {
  _.map(budgets, (budget) => budget.close());
  return _.map(budgets, (budget) => budget.close()); // use-after-delegation
}

export function counted(budgets: Budget[]): number {
  return _.size(budgets) + _.map(budgets, (budget) => budget.close()).length;
}

export function reversed(budgets: Budget[]): Budget[] {
  return _.reverse(budgets); // escape
}

export function logged(budget: Budget): number {
  logger.info("before", budget);
  logger.debug(budget);
  return budget.close();
}

export function warned(budget: Budget): void {
  logger.warn(budget); // escape
}

export const numbers = _.map([1, 2], (n) => n + 1).concat(_.size([1]));
`;

describe("the guide to other people's libraries, in a project with the packed package", () => {
  let project = "";

  beforeAll(() => {
    project = path.join(installation.project, "libraries");
    const config = JSON.parse(options) as { readonly compilerOptions: object };
    const compilerOptions = {
      ...config.compilerOptions,
      ...{
        strict: true,
        noEmit: true,
        target: "ES2022",
        module: "NodeNext",
        types: [],
        esModuleInterop: true,
      },
    };
    const files = {
      ...library,
      "lodash.d.ts": overloads,
      "main.ts": program,
      "tsconfig.json": JSON.stringify({ compilerOptions, include: ["*.ts"] }),
    };
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(project, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  });

  it.each(["ts59", "typescript"])(
    "teaches the checker what the library does, by an overload or by name, with %s",
    (compiler) => {
      const env = { ...process.env, TSP_COMPILER_TS_PATH: path.join(root, "node_modules", compiler) };
      const args = [tspc, "-p", project, "--pretty", "false"];
      const { stdout } = spawnSync(process.execPath, args, { cwd: project, env, encoding: "utf8" });
      const expected = program
        .split("\n")
        .flatMap((line, index) =>
          [...line.matchAll(/ \/\/ ([\w-]+)$/g)].map(
            ([, rule]) => `main.ts:${String(index + 1)} ${String(rule)}`,
          ),
        );
      const reported = [...stdout.matchAll(/^(.+)\((\d+),\d+\): error .*\[([\w-]+)\]$/gm)].map(
        ([, file, line, rule]) => `${String(file)}:${String(line)} ${String(rule)}`,
      );
      expect(reported, stdout).toEqual(expected);
      expect(stdout.match(/: error /g)).toHaveLength(expected.length);
    },
  );
});
