import { existsSync, readFileSync, writeFileSync } from "node:fs";
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
const expected = (existsSync(expectedFile) ? JSON.parse(readFileSync(expectedFile, "utf8")) : {}) as Record<
  string,
  Outcome
>;

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

const byCase = (results: readonly Result[]): Record<string, Outcome> =>
  Object.fromEntries(results.map((it) => [it.case.id, it.outcome]));

describe.each(["typescript", "ts59"] as const)("the conformance cases through tspc, %s", (typescript) => {
  let diagnostics: readonly Diagnostic[] = [];
  let results: readonly Result[] = [];

  beforeAll(async () => {
    diagnostics = await runTspc(typescript, project(), compilerOptions);
    results = judge(diagnostics);
    console.info(`\n${typescript}\n${table(results)}\nknown silent: ${JSON.stringify(knownSilent)}`);
    const some = diagnostics.filter((it) => shown.some((prefix) => it.file?.startsWith(prefix)));
    for (const it of some) console.info(`${it.file}(${it.line}): ${it.category} ${it.code}: ${it.message}`);
    if (update && typescript === "typescript") {
      writeFileSync(expectedFile, `${JSON.stringify(byCase(results), null, 2)}\n`);
    }
  });

  it("reports nothing outside of the cases", () => {
    const files = new Set(cases.map(fileOf));
    expect(diagnostics.filter((it) => it.file === null || !files.has(it.file))).toEqual([]);
  });

  it("passes no error case in silence that is not listed with a reason", () => {
    const silent = results.filter((it) => it.case.verdict === "error" && it.outcome === "wrong");
    expect(silent.map((it) => it.case.id).sort()).toEqual(Object.keys(knownSilent).sort());
  });

  it("does on every case what expected.json says", () => {
    const current = update
      ? (JSON.parse(readFileSync(expectedFile, "utf8")) as Record<string, Outcome>)
      : expected;
    expect(byCase(results)).toEqual(current);
  });
});
