import path from "node:path";
import type { Plugin } from "esbuild";
import { describe, expect, it } from "vitest";
import { useWorkshop } from "./support/CliProject.js";
import { doubleSpend, tsconfig } from "./support/sources.js";

const faults = path.join(import.meta.dirname, "faults");

/** Builds the passes of `faults/` into the command in place of the real ones. */
const injectFaults: Plugin = {
  name: "faults",
  setup(build) {
    build.onResolve({ filter: /\/(checkOwnership|scanFile)\.js$/ }, ({ path: imported, importer }) =>
      importer.startsWith(faults)
        ? undefined
        : { path: path.join(faults, path.basename(imported).replace(/\.js$/, ".ts")) },
    );
  },
};
const workshop = useWorkshop([injectFaults]);

describe("when the checker itself fails", () => {
  it("reports that where it happened, checks everything else, and fails", () => {
    const exploding = doubleSpend.replaceAll("finish", "explode");
    const project = workshop.project({
      "tsconfig.json": tsconfig(),
      "src/a.ts": `${exploding}${doubleSpend.slice(doubleSpend.indexOf("\n\n"))}`,
      "src/b.ts": doubleSpend,
      "src/explode.ts": doubleSpend,
    });
    const { exitCode, stdout, stderr } = project.run("check", "--format", "json");
    const { reports } = JSON.parse(stdout) as {
      reports: { rule: string; code: number; message: string; file: string; start: { line: number } }[];
    };
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
    expect(reports.map(({ rule, file, start }) => `${file}:${String(start.line)} ${rule}`)).toEqual([
      "src/a.ts:3 internal-error",
      "src/a.ts:11 double-spend",
      "src/b.ts:5 double-spend",
      "src/explode.ts:1 internal-error",
    ]);
    expect(reports[0]?.message).toMatch(
      /^the ownership check of `explode` failed, please report this: Error: boom at /,
    );
    expect(reports[3]?.message).toMatch(
      /^the ownership check of this file failed, please report this: Error: bang\n +at /,
    );
  });

  it("draws it like any report, and sends nobody to a rule's page", () => {
    const exploding = doubleSpend.replaceAll("finish", "explode");
    const project = workshop.project({ "tsconfig.json": tsconfig(), "src/a.ts": exploding });
    const { exitCode, stdout } = project.run("check");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^error\[internal-error\]: the ownership check of `explode` failed, please report this/,
    );
    expect(stdout).toContain("3 | export function explode(budget: Budget): number {");
    expect(stdout).not.toContain("affine-budget explain");
  });
});
