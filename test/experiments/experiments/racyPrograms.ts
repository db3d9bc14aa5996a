import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { checkModule } from "../../../scripts/docs/checkModule.js";
import { reportOf } from "../../../scripts/docs/reportOf.js";
import type { Claim, Experiment } from "../Experiment.js";

const folder = "fixtures/experiments";

/** Where the racy half of a program ends: what follows is the same program, put right. */
const correctedFrom = /^export (async function corrected|class Corrected)/m;

export const racyPrograms: Experiment = {
  name: "racy-programs",
  title: "The racy programs do not compile",
  setUp: `The fan-out over a shared budget, written with \`Budget\` in three ways (\`${folder}\`), and each program put right. The checker
reads them as it reads anybody's code.`,
  limits:
    "that a program which compiles calls anything under its cap at all: whoever never asks a budget is not checked.",
  run({ root }) {
    const claims: Claim[] = [];
    const printed: string[] = [];
    const rows: string[][] = [];
    for (const file of readdirSync(path.join(root, folder)).sort()) {
      const name = `${folder}/${file}`;
      const source = readFileSync(path.join(root, name), "utf8").replaceAll(/ *\/\/~.*$/gm, "");
      const { typeErrors, findings } = checkModule(source, name);
      const border = source.search(correctedFrom);
      const racy = findings.filter(({ at }) => at.start < border);
      const rules = [...new Set(racy.map(({ rule }) => rule))].join(", ");
      rows.push([file, String(racy.length), rules, String(findings.length - racy.length)]);
      claims.push(
        { text: `${file}: TypeScript itself accepts it`, holds: typeErrors.length === 0 },
        { text: `${file}: the checker rejects it`, holds: border > 0 && racy.length > 0 },
        { text: `${file}: put right, it is accepted`, holds: racy.length === findings.length },
      );
      printed.push(reportOf(source, name));
    }
    const columns = ["program", "reports", "rule", "reports when put right"];
    return Promise.resolve({ tables: [{ columns, rows }], printed: printed.join("\n"), claims });
  },
};
