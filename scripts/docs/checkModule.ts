import path from "node:path";
import ts from "typescript";
import type { Finding } from "../../plugin/core/findings.js";
import { SourceText } from "../../plugin/core/report/frame/SourceText.js";
import { checkSourceFile } from "../../plugin/hosts/typescript/checkSourceFile.js";
import { defaultOptions } from "../../plugin/options/CheckOptions.js";

export interface ModuleCheck {
  /** TypeScript's own complaints; an example of ours should have none. */
  readonly typeErrors: readonly string[];
  readonly findings: readonly Finding[];
  /** The text of a file that a finding points into, and its path from the project's root. */
  readonly sourceOf: (file: string) => SourceText;
}

const root = path.resolve(import.meta.dirname, "../..");
const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
  types: [],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  paths: {
    "affine-budget": [path.join(root, "runtime/index.ts")],
    "affine-budget/*": [path.join(root, "runtime/*.ts")],
  },
};

const parsed = new Map<string, ts.SourceFile | undefined>();

/** Compiles one module as a program of its own against the runtime's sources, and checks it. */
export function checkModule(source: string): ModuleCheck {
  const fileName = path.join(root, "example.ts");
  const host = ts.createCompilerHost(compilerOptions);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, languageVersionOrOptions) => {
    if (name === fileName) return ts.createSourceFile(name, source, languageVersionOrOptions, true);
    // The library and the runtime are the same for every example: parsing them once makes this test a fast one.
    if (!parsed.has(name)) parsed.set(name, read(name, languageVersionOrOptions));
    return parsed.get(name);
  };
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (name) => name === fileName || fileExists(name);

  const program = ts.createProgram({ rootNames: [fileName], options: compilerOptions, host });
  const file = program.getSourceFile(fileName);
  if (file === undefined) throw new Error("the program has lost its only root file");
  return {
    typeErrors: ts
      .getPreEmitDiagnostics(program, file)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
    findings: checkSourceFile(ts, program, program.getTypeChecker(), file, defaultOptions),
    sourceOf: (name) => new SourceText(path.relative(root, name), program.getSourceFile(name)?.text ?? ""),
  };
}
