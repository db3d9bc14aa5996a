import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { installation } from "./support/install.js";

/** Runs a file of the consuming project: what it prints, and what Node says beside it (warnings, errors). */
function runInProject(file: string, source: string): { stdout: string; stderr: string } {
  writeFileSync(path.join(installation.project, file), source);
  const { stdout, stderr } = spawnSync(process.execPath, [file], {
    cwd: installation.project,
    encoding: "utf8",
  });
  return { stdout, stderr };
}

describe("the installed package", () => {
  it("works from an ES module", () => {
    const { stdout, stderr } = runInProject(
      "esm.mjs",
      `import { BudgetMint } from "affine-budget";
       const [part, rest] = BudgetMint.takeAuthority().issue(1_000).split(300);
       console.log(part.remaining, rest.spend(100).remaining);`,
    );
    expect(stderr).toBe("");
    expect(stdout).toBe("300 600\n");
  });

  it("works from a CommonJS module, without a warning", () => {
    const { stdout, stderr } = runInProject(
      "cjs.cjs",
      `const { BudgetMint } = require("affine-budget");
       const [part, rest] = BudgetMint.takeAuthority().issue(1_000).split(300);
       console.log(part.remaining, rest.spend(100).remaining);`,
    );
    expect(stderr).toBe("");
    expect(stdout).toBe("300 600\n");
  });

  it("is one implementation for both: the same classes, and budgets that pass from one to the other", () => {
    const { stdout, stderr } = runInProject(
      "both.mjs",
      `import { createRequire } from "node:module";
       import * as esm from "affine-budget";
       import { BudgetMint as TestMint } from "affine-budget/testing";
       const require = createRequire(import.meta.url);
       const cjs = require("affine-budget");
       const budget = TestMint.forTesting().issue(10);
       const other = require("affine-budget/testing").BudgetMint.forTesting().issue(5);
       console.log(Object.keys(esm).every((name) => esm[name] === cjs[name]), Object.keys(esm).length === Object.keys(cjs).filter((name) => name !== "__esModule").length);
       console.log(budget instanceof cjs.Budget, other instanceof esm.Budget, budget.spend(1).remaining + other.remaining);`,
    );
    expect(stderr).toBe("");
    expect(stdout).toBe("true true\ntrue true 14\n");
  });

  it("needs no optional peer for the entries that only types or functions of theirs come into", () => {
    const entries = ["openai", "anthropic", "ai-sdk", "openai-agents", "prices", "gpt-tokenizer", "report"];
    const { stdout, stderr } = runInProject(
      "without-peers.mjs",
      `for (const entry of ${JSON.stringify(entries)}) await import("affine-budget/" + entry);
       const { OpenAIGuard } = await import("affine-budget/openai");
       const { BudgetReport } = await import("affine-budget/report");
       const { BudgetMint } = await import("affine-budget/testing");
       const report = new BudgetReport();
       new OpenAIGuard(BudgetMint.forTesting().issue(10), { onEvent: report.onEvent });
       console.log(report.roots[0].given);
       await import("affine-budget/opentelemetry").catch(({ code }) => console.log(code));`,
    );
    expect(stderr).toBe("");
    expect(stdout).toBe("10\nERR_MODULE_NOT_FOUND\n");
  });

  it("has one authority for both", () => {
    const { stdout, stderr } = runInProject(
      "authority.mjs",
      `import { createRequire } from "node:module";
       import { BudgetMint, AuthorityError } from "affine-budget";
       BudgetMint.takeAuthority();
       try {
         createRequire(import.meta.url)("affine-budget").BudgetMint.takeAuthority();
         console.log("a second authority");
       } catch (error) {
         console.log(error instanceof AuthorityError);
       }`,
    );
    expect(stderr).toBe("");
    expect(stdout).toBe("true\n");
  });

  it("has one authority for two copies of the package in one realm", () => {
    const { stdout, stderr } = runInProject(
      "copies.mjs",
      `import { cpSync } from "node:fs";
       cpSync("node_modules/affine-budget", "node_modules/affine-budget-copy", { recursive: true });
       const original = await import("affine-budget");
       const copy = await import("affine-budget-copy");
       original.BudgetMint.takeAuthority();
       try {
         copy.BudgetMint.takeAuthority();
         console.log("a second authority");
       } catch (error) {
         console.log(copy.BudgetMint !== original.BudgetMint, error.code === new copy.AuthorityError("x").code || error.name);
       }`,
    );
    expect(stderr).toBe("");
    expect(stdout).toBe("true true\n");
  });

  it("gives a worker an authority of its own: it is a realm of its own", () => {
    const { stdout, stderr } = runInProject(
      "worker.mjs",
      `import { Worker, isMainThread, parentPort } from "node:worker_threads";
       import { BudgetMint } from "affine-budget";
       const remaining = BudgetMint.takeAuthority().issue(7).remaining;
       if (isMainThread) new Worker(new URL(import.meta.url)).on("message", (theirs) => console.log(remaining, theirs));
       else parentPort.postMessage(remaining);`,
    );
    expect(stderr).toBe("");
    expect(stdout).toBe("7 7\n");
  });
});
