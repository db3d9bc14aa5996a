import { readFileSync } from "node:fs";
import path from "node:path";

import ts from "typescript";

import { SourceText } from "../../../plugin/core/report/frame/SourceText.js";
import { checkSourceFile } from "../../../plugin/hosts/typescript/checkSourceFile.js";
import { defaultOptions } from "../../../plugin/options/CheckOptions.js";
import { drawn } from "../../../scripts/docs/reportOf.js";
import { fixtureFiles, fixtureProgram, ownDiagnostics, sourceFileOf } from "../../fixtures/fixtureProgram.js";
import type { Claim, Experiment } from "../Experiment.js";

/** Where the racy half of a program ends: what follows is the same program, put right. */
const correctedFrom = /^export (async function corrected|class Corrected)/m;

export const racyPrograms: Experiment = {
  name: "racy-programs",
  title: "The racy programs do not compile",
  setUp: `The fan-out over a shared budget, written with \`Budget\` in three ways (\`fixtures/experiments\`), and each program put right. The
checker reads them as it reads anybody's code.`,
  limits: `that a program which compiles calls anything under its cap at all: whoever never asks a budget is not checked.`,
  run({ root }) {
    const claims: Claim[] = [];
    const printed: string[] = [];
    const rows: string[][] = [];
    const files = fixtureFiles("experiments");
    const program = fixtureProgram(
      [],
      new Map(files.map((name) => [name, bare(readFileSync(name, "utf8"))])),
    );
    const sourceOf = (name: string): SourceText =>
      new SourceText(path.relative(root, name), sourceFileOf(program, name).text);
    for (const fileName of files) {
      const name = path.basename(fileName);
      const file = sourceFileOf(program, fileName);
      const findings = checkSourceFile(ts, program, program.getTypeChecker(), file, defaultOptions);
      const border = file.text.search(correctedFrom);
      const racy = findings.filter(({ at }) => at.start < border);
      const rules = [...new Set(racy.map(({ rule }) => rule))].join(", ");
      rows.push([name, String(racy.length), rules, String(findings.length - racy.length)]);
      claims.push(
        { text: `${name}: TypeScript itself accepts it`, holds: ownDiagnostics(program, file).length === 0 },
        { text: `${name}: the checker rejects it`, holds: border > 0 && racy.length > 0 },
        { text: `${name}: put right, it is accepted`, holds: racy.length === findings.length },
      );
      printed.push(drawn({ findings, sourceOf }));
    }
    const columns = ["program", "reports", "rule", "reports when put right"];
    return Promise.resolve({ tables: [{ columns, rows }], printed: printed.join("\n"), claims });
  },
};

/** A fixture without the markers, which say what is expected. */
function bare(source: string): string {
  return source.replaceAll(/ *\/\/~.*$/gm, "");
}
