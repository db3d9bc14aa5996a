import path from "node:path";
import ts from "typescript";
import type { Finding } from "../../../plugin/core/findings.js";
import { checkSourceFile } from "../../../plugin/hosts/typescript/checkSourceFile.js";
import { defaultOptions } from "../../../plugin/options/CheckOptions.js";
import { fixtureOptions, hostWith, repository, sourceFileOf } from "../../fixtures/fixtureProgram.js";

const folder = path.join(repository, "test/hostile/virtual");
// Without the types of browsers: what is large here shall be the hostile source.
const options: ts.CompilerOptions = {
  ...fixtureOptions,
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
};

/** Checks sources, by name, as the modules of one program: on demand, so that each is a test of its own. */
export function checkTexts(texts: Readonly<Record<string, string>>): (name: string) => readonly Finding[] {
  const fileNames = new Map(
    Object.keys(texts).map((name, index) => [name, path.join(folder, `${String(index)}.ts`)]),
  );
  const byFile = new Map(Object.entries(texts).map(([name, text]) => [fileNames.get(name) ?? "", text]));
  const program = ts.createProgram([...byFile.keys()], options, hostWith(byFile, options));
  return (name) => {
    const file = sourceFileOf(program, fileNames.get(name) ?? "");
    return checkSourceFile(ts, program, program.getTypeChecker(), file, defaultOptions);
  };
}

/** What is reported, as `rule subject`. A failure of the checker says what failed. */
export function summaries(findings: readonly Finding[]): readonly string[] {
  return findings.map((it) =>
    it.rule === "internal-error" ? `${it.rule} ${it.error}` : `${it.rule} ${it.subject}`,
  );
}
