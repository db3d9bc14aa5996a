import ts from "typescript";
import { checkSourceFile } from "../../../plugin/hosts/typescript/checkSourceFile.js";
import type { CheckOptions } from "../../../plugin/options/CheckOptions.js";
import { fixtureOptions, hostWith } from "../../fixtures/fixtureProgram.js";

/** Compiles texts again and again; what they import is read and parsed once. */
export class Compiler {
  readonly #parsed = new Map<string, ts.SourceFile | undefined>();

  /** `texts` by the full names of their files; `globals` are files on the disk that declare for all of them. */
  compile(texts: ReadonlyMap<string, string>, globals: readonly string[]): ts.Program {
    const host = hostWith(new Map(texts), fixtureOptions, this.#parsed);
    return ts.createProgram([...globals, ...texts.keys()], fixtureOptions, host);
  }
}

/** Use before assignment, a comma without effect, a comparison that cannot hold: legal enough to have a meaning. */
const harmless: ReadonlySet<number> = new Set([2454, 2695, 2367, 2869, 2871, 2872, 2873, 2774, 2801]);

export function isAccepted(program: ts.Program, file: ts.SourceFile): boolean {
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].every(
    ({ code }) => harmless.has(code),
  );
}

/** A fresh budget dropped is a suggestion, no verdict. */
export function rulesOf(program: ts.Program, file: ts.SourceFile, options: CheckOptions): readonly string[] {
  return checkSourceFile(ts, program, program.getTypeChecker(), file, options)
    .map(({ rule }) => rule as string)
    .filter((rule) => rule !== "discarded")
    .sort();
}

export function sourceFile(program: ts.Program, name: string): ts.SourceFile {
  const file = program.getSourceFile(name);
  if (file === undefined) throw new Error(`not in the program: ${name}`);
  return file;
}
