import path from "node:path";
import ts from "typescript";
import { dumpFile } from "../../../plugin/core/report/dumpFile.js";
import { answerAll } from "../../../plugin/hosts/typescript/answerAll.js";
import { syntaxOf } from "../../../plugin/hosts/typescript/syntaxOf.js";
import { fixtureOptions, hostWith, repository, sourceFileOf } from "../../fixtures/fixtureProgram.js";

/** In one line, so that positions in the text count from line 2. */
const prelude =
  'import type { Borrowed, Budget } from "affine-budget"; declare function take(b: Budget): void; ' +
  "declare function look(b: Borrowed<Budget>): number; declare function cond(): boolean; declare function mk(): Budget;\n";

const name = path.join(repository, "test/core/virtual.ts");
const options: ts.CompilerOptions = {
  ...fixtureOptions,
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
};
let previous: ts.Program | undefined;

/** What `affine-budget dump` prints of the functions of a source, between blank lines for a snapshot. */
export function dumpOf(source: string, { states = false }: { readonly states?: boolean } = {}): string {
  const host = hostWith(new Map([[name, prelude + source]]), options);
  const program = ts.createProgram([name], options, host, previous);
  previous = program;
  const file = sourceFileOf(program, name);
  const asking = dumpFile(syntaxOf(ts), file, { inspect: [], states });
  const { bodies, failures } = answerAll(ts, program, program.getTypeChecker(), file, asking);
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return `\n${bodies.map(({ text }) => text).join("\n")}`;
}
