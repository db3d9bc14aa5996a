import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { applyEdits, compatible, editsOf } from "../../plugin/core/fixes/editing/applyEdits.js";
import type { Suggestion } from "../../plugin/core/fixes/Fix.js";
import { fixes } from "../../plugin/core/fixes/index.js";
import { suggestFixes } from "../../plugin/hosts/typescript/suggestFixes.js";
import { checkSourceFile } from "../../plugin/hosts/typescript/checkSourceFile.js";
import { defaultOptions } from "../../plugin/options/CheckOptions.js";
import {
  fixtureFiles,
  fixtureProgram,
  fixtures,
  ownDiagnostics,
  sourceFileOf,
} from "../fixtures/fixtureProgram.js";

/**
 * `fixtures/fixes/<fix>/`: a program, and beside it the program after the fix, `.fixed.ts`. The first line says how sure
 * the fix is, `none` where it is not to be offered. `UPDATE=1` writes the fixed programs.
 */
const update = process.env["UPDATE"] === "1";
const isFixed = (file: string): boolean => file.endsWith(".fixed.ts");
const programs = fixtureFiles("fixes").filter((file) => !isFixed(file));
const world = path.join(fixtures, "rules/world.d.ts");

const program = fixtureProgram([...programs, world]);

const outcomes = new Map(
  programs.map((name) => {
    const file = sourceFileOf(program, name);
    const findings = checkSourceFile(ts, program, program.getTypeChecker(), file, defaultOptions);
    const fix = path.basename(path.dirname(name));
    const all = [...suggestFixes(ts, program, file, findings, defaultOptions).values()].flat();
    const suggestions = compatible(all.filter((suggestion) => suggestion.fix === fix));
    const fixed = applyEdits(file.text, editsOf(suggestions));
    return [name, { file, findings, suggestions, fixed }] as const;
  }),
);
const fixedName = (name: string): string => name.replace(/\.ts$/, ".fixed.ts");
const fixedPrograms = fixtureProgram(
  [world],
  new Map([...outcomes].map(([name, { fixed }]) => [fixedName(name), fixed])),
);

describe.each(fixes)("the fix $name", ({ name: fix }) => {
  const own = programs.filter((name) => path.basename(path.dirname(name)) === fix);

  it("is shown by a program at least", () => {
    expect(own.filter((name) => wantedOf(name) !== "none")).not.toEqual([]);
  });

  it.each(own.map((name) => [path.basename(name), name]))("%s", (_, name) => {
    const outcome = outcomes.get(name);
    if (outcome === undefined) throw new Error(`not looked at: ${name}`);
    const { file, findings, suggestions, fixed } = outcome;
    expect(ownDiagnostics(program, file), "TypeScript itself accepts the program").toEqual([]);
    expect(findings, "there is something to fix").not.toEqual([]);
    expect(sureness(suggestions)).toEqual(wantedOf(name));
    if (suggestions.length === 0) return;

    if (update) writeFileSync(fixedName(name), fixed);
    expect(fixed).toBe(existsSync(fixedName(name)) ? readFileSync(fixedName(name), "utf8") : null);
    const after = sourceFileOf(fixedPrograms, fixedName(name));
    expect(ownDiagnostics(fixedPrograms, after), "TypeScript accepts the fixed program").toEqual([]);
    const left = checkSourceFile(ts, fixedPrograms, fixedPrograms.getTypeChecker(), after, defaultOptions);
    expect(
      left.map(({ rule, subject }) => `${rule} ${subject}`),
      "nothing is left to report",
    ).toEqual([]);
  });
});

function wantedOf(name: string): string {
  return (
    /^\/\/ ([a-z-]+):/.exec(readFileSync(name, "utf8"))?.[1] ?? "the first line must say how sure the fix is"
  );
}

function sureness(suggestions: readonly Suggestion[]): string {
  return [...new Set(suggestions.map(({ applicability }) => applicability))].join(" and ") || "none";
}
