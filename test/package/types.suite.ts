import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import ts from "typescript";
import { describe, expect, it } from "vitest";

import { installation, root } from "./support/install.js";

/** The oldest and the newest TypeScript that the package supports, and the last one before 6. */
const compilers = ["ts54", "ts59", "typescript"];

/** A module that gives away a budget, and one that takes it: nominal types fit only if they are the same. */
const esmGiver = `
import { BudgetMint, usd, type Budget } from "affine-budget";
import { BudgetMint as TestMint } from "affine-budget/testing";
export function give(): Budget { return TestMint.forTesting().issue(100); }
export const mints: BudgetMint[] = [TestMint.forTesting()];
export const dollars: Budget<"usd"> = TestMint.forTesting().issue(usd(1.25), { unit: "usd" });
// @ts-expect-error tokens are no dollars
export const mixed: Budget<"usd"> = TestMint.forTesting().issue(100);
`;
const commonJsTaker = `
import { type Budget } from "affine-budget";
import runtime = require("affine-budget");
export function take(budget: Budget): number { return budget.spend(1).remaining; }
export const error: runtime.BudgetError | null = null;
`;
const esmMeeting = `
import { give } from "./giver.mjs";
import { take } from "./taker.cjs";
export const left: number = take(give());
`;

const strict = {
  strict: true,
  noEmit: true,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  types: [],
};

/** Compiles a project's files; what the compiler says, which is nothing when they are right. */
function compile(name: string, compiler: string, options: object, files: Record<string, string>): string {
  const directory = path.join(installation.project, `${name}-${compiler}`);
  mkdirSync(directory);
  for (const [file, source] of Object.entries(files)) writeFileSync(path.join(directory, file), source);
  const config = { compilerOptions: { ...strict, ...options }, files: Object.keys(files) };
  writeFileSync(path.join(directory, "tsconfig.json"), JSON.stringify(config));
  const tsc = path.join(root, "node_modules", compiler, "bin/tsc");
  return spawnSync(process.execPath, [tsc, "-p", directory], { encoding: "utf8" }).stdout;
}

describe.each(compilers)("the declarations, with %s", (compiler) => {
  const lib = ["ES2023", "ESNext.Disposable"];

  it("give ES modules and CommonJS modules the same types under NodeNext", () => {
    const files = { "giver.mts": esmGiver, "taker.cts": commonJsTaker, "meeting.mts": esmMeeting };
    const options = { module: "NodeNext", target: "ES2022", lib };
    expect(compile("nodenext", compiler, options, files)).toBe("");
  });

  it("resolve for bundlers", () => {
    const options = { module: "ESNext", moduleResolution: "bundler", target: "ES2022", lib };
    expect(compile("bundler", compiler, options, { "giver.ts": esmGiver })).toBe("");
  });

  it("need no library beyond the target's own", () => {
    const options = { module: "NodeNext", target: "ES2022", lib: ["ES2022"] };
    expect(compile("plain", compiler, options, { "giver.mts": esmGiver })).toBe("");
  });
});

describe("an editor", () => {
  it("finds a docstring on every export", () => {
    const consumer = path.join(installation.project, "consumer.mts");
    writeFileSync(consumer, `export * from "affine-budget";`);
    const options = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [] };
    const program = ts.createProgram([consumer], options);
    const checker = program.getTypeChecker();
    const source = program.getSourceFile(consumer);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error("the consumer is no module");

    const exported = checker.getExportsOfModule(module);
    const undocumented = exported.filter((symbol) => {
      const original = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return original.getDocumentationComment(checker).length === 0;
    });
    expect(exported.length).toBeGreaterThan(10);
    expect(undocumented.map((symbol) => symbol.name)).toEqual([]);
  });
});
