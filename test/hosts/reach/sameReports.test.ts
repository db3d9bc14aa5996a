import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { checkSourceFile } from "../../../plugin/hosts/typescript/checkSourceFile.js";
import { affineReach } from "../../../plugin/hosts/typescript/reach/affineReach.js";
import { defaultOptions } from "../../../plugin/options/CheckOptions.js";
import { fixtureFiles, fixtureProgram, fixtures, sourceFileOf } from "../../fixtures/fixtureProgram.js";
import { reportsOf } from "../../fixtures/reportsOf.js";

/** Declares as globals what the fixtures call; with budgets in it, so that all of every fixture is looked at. */
const world = path.join(fixtures, "rules/world.d.ts");
const files = fixtureFiles("rules", "paper").filter((file) => file !== world);

/** The same declarations as a module's exports, and each fixture with an import of what it names at its end. */
function withoutGlobals(): ReadonlyMap<string, string> {
  const text = readFileSync(world, "utf8");
  const names = [...text.matchAll(/^ {2}(?:function|const) (\w+)/gm)].map(([, name]) => name ?? "");
  const [, imports = "", declarations = "", spaces = ""] =
    /^(import.+?;\n).*?declare global \{\n(.*?)\n\n( {2}namespace JSX.*\n)\}\n$/s.exec(text) ?? [];
  const declared = declarations.replace(/^ {2}(?=function|const|type|interface)/gm, "export declare ");
  const module = path.join(fixtures, "rules/worldModule.d.ts");
  const virtual = new Map([
    [module, imports + declared],
    [world, `export {};\ndeclare global {\n${spaces}}\n`],
  ]);
  for (const file of files) {
    const fixture = readFileSync(file, "utf8");
    const used = names.filter(
      (name) =>
        new RegExp(`\\b${name}\\b`).test(fixture) &&
        !new RegExp(
          `^(?:export )?(?:declare )?(?:async )?(?:function\\*? ?|const |let |var |class )${name}\\b`,
          "m",
        ).test(fixture),
    );
    if (used.length === 0) continue;
    const from = path.relative(path.dirname(file), module).replace(/\.d\.ts$/, ".js");
    const specifier = from.startsWith(".") ? from : `./${from}`;
    virtual.set(file, `${fixture}\nimport { ${used.join(", ")} } from ${JSON.stringify(specifier)};\n`);
  }
  return virtual;
}

const everywhere = fixtureProgram([...files, world]);
const narrowed = fixtureProgram([...files, world], withoutGlobals());

function reports(program: ts.Program, name: string) {
  const file = sourceFileOf(program, name);
  program.getSemanticDiagnostics(file);
  return reportsOf(file, checkSourceFile(ts, program, program.getTypeChecker(), file, defaultOptions));
}

function reachedShare(program: ts.Program): number {
  const reach = affineReach(ts, program, program.getTypeChecker());
  const statements = files.flatMap((name) => [...sourceFileOf(program, name).statements]);
  return statements.filter((statement) => reach.reachesStatement(statement)).length / statements.length;
}

describe("what is not looked at", () => {
  it("is everything that no affine type reaches, and nothing where one is global", () => {
    expect(reachedShare(everywhere)).toBe(1);
    expect(reachedShare(narrowed)).toBeLessThan(0.9);
  });

  it.each(files.map((file) => [path.relative(fixtures, file), file]))(
    "has nothing to report on: %s",
    (_, file) => {
      expect(reports(narrowed, file)).toEqual(reports(everywhere, file));
    },
  );
});
