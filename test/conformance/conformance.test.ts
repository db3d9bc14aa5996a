import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { rules } from "../../plugin/core/catalogue/index.js";
import { cases, prelude, type Case } from "./cases.js";
import { knownSilent } from "./knownSilent.js";
import { outcomeOf, type Outcome } from "./outcome.js";
import { runTspc, type Diagnostic } from "./runTspc.js";
import { table, type Result } from "./table.js";

const update = process.env["UPDATE"] === "1";
const shown = (process.env["CASES"] ?? "").split(",").filter((prefix) => prefix !== "");
const expectedFile = path.join(import.meta.dirname, "expected.json");
const compilerOptions = {
  strict: true,
  target: "ES2022",
  lib: ["ESNext", "DOM"],
  module: "ESNext",
  moduleResolution: "bundler",
  moduleDetection: "force",
  skipLibCheck: true,
  types: [],
};

const ruleOf = ({ code }: Diagnostic): string | undefined => rules.find((rule) => rule.code === code)?.name;
const fileOf = ({ id }: Case): string => `${id}.ts`;

function project(): Map<string, string> {
  const files = new Map(cases.map((it) => [fileOf(it), `${prelude}\n${it.source.join("\n")}\n`]));
  // GL-06 imports an owned binding: a module of its own, as a declaration, so that it has nothing to report itself.
  files.set(
    "ambient.d.ts",
    'declare module "m" {\n  import type { Budget } from "affine-budget";\n  export const g: Budget;\n}\n',
  );
  return files;
}

function judge(diagnostics: readonly Diagnostic[]): Result[] {
  const errors = diagnostics.filter((it) => it.category === "error");
  return cases.map((theCase) => {
    const own = errors.filter((it) => it.file === fileOf(theCase));
    const rightRule = theCase.verdict === "error" && own.some((it) => ruleOf(it) === theCase.rule);
    return { case: theCase, outcome: outcomeOf(theCase, own), rightRule };
  });
}

/** Prints the table, and leaves it where `npm test` shows it even when everything passed. */
function publish(typescript: string, text: string): void {
  const holes = Object.entries(knownSilent).map(([id, reason]) => `\n  ${id}: ${reason}`);
  const report = `conformance, ${typescript}\n${text}\nknown to be silent: ${holes.join("") || "none"}\n`;
  console.info(`\n${report}`);
  const folder = path.join(import.meta.dirname, "../../.tmp/reports");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `conformance-${typescript}.txt`), report);
}

describe.each(["typescript", "ts59"] as const)("the conformance cases through tspc, %s", (typescript) => {
  let diagnostics: readonly Diagnostic[] = [];
  let results: readonly Result[] = [];

  beforeAll(async () => {
    diagnostics = await runTspc(typescript, project(), compilerOptions);
    results = judge(diagnostics);
    publish(typescript, table(results));
    const some = diagnostics.filter((it) => shown.some((prefix) => it.file?.startsWith(prefix)));
    for (const it of some) console.info(`${it.file}(${it.line}): ${it.category} ${it.code}: ${it.message}`);
    if (update && typescript === "typescript") {
      const outcomes = Object.fromEntries(results.map((it) => [it.case.id, it.outcome]));
      writeFileSync(expectedFile, `${JSON.stringify(outcomes, null, 2)}\n`);
    }
  });

  it("reports nothing outside of the cases", () => {
    const files = new Set(cases.map(fileOf));
    const inPrelude = (it: Diagnostic): boolean => it.line <= prelude.split("\n").length;
    expect(diagnostics.filter((it) => it.file === null || !files.has(it.file) || inPrelude(it))).toEqual([]);
  });

  it("passes no error case in silence that is not listed with a reason", () => {
    const silent = results.filter((it) => it.case.verdict === "error" && it.outcome === "wrong");
    expect(silent.map((it) => it.case.id).sort()).toEqual(Object.keys(knownSilent).sort());
  });

  it("does on every case what expected.json says", () => {
    const expected = JSON.parse(readFileSync(expectedFile, "utf8")) as Record<string, Outcome>;
    expect(Object.keys(expected)).toEqual(cases.map((it) => it.id));
    const changed = results.filter((it) => it.outcome !== expected[it.case.id]);
    expect(changed.map((it) => `${it.case.id}: ${expected[it.case.id]} before, ${it.outcome} now`)).toEqual(
      [],
    );
  });
});
