import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";

const repository = path.resolve(import.meta.dirname, "../..");

/** The tests do not measure: they show that each command still runs, on something tiny, and prints its aim. */
function run(command: string, ...options: readonly string[]): string {
  return execFileSync(process.execPath, [path.join("test/bench", `${command}.js`), ...options], {
    cwd: repository,
    encoding: "utf8",
  });
}

const commands: readonly (readonly [command: string, ...options: readonly string[]])[] = [
  ["check", "--files", "4", "--share", "0.5", "--pairs", "1"],
  ["adapters", "--rounds", "3", "--warm", "1"],
  ["growth", "--base", "1", "--largest", "10", "--runs", "1"],
  ["keystroke", "--files", "4", "--budgets", "2", "--edits", "4"],
  ["edit", "--files", "4", "--open", "3", "--edits", "1"],
  ["native", "--files", "4", "--share", "0.5", "--rounds", "1", "--small", "2"],
  ["lint-peer", "--files", "4", "--share", "0.5", "--runs", "1"],
];

describe("a benchmark", () => {
  it.each(commands)("%s prints its conditions, its figures and its aim", (command, ...options) => {
    const output = run(command, ...options);
    expect(output).toMatch(/^Node v\d+.*; TypeScript \d/);
    expect(output).toMatch(/^(met {3}|missed) {2}.+: -?\d/m);
    expect(output).not.toContain("NaN");
  });

  it("says how it is used", () => {
    expect(run("check", "--help")).toMatch(/npm run bench:check -- .*--pairs/s);
  });
});
