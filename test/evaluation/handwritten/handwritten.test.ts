import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { checkSourceFile } from "../../../plugin/hosts/typescript/checkSourceFile.js";
import { defaultOptions } from "../../../plugin/options/CheckOptions.js";
import { knownWrong } from "./knownWrong.js";
import { readPrograms, type HandwrittenProgram } from "./programs.js";

const root = path.resolve(import.meta.dirname, "../../..");
const programs = readPrograms(import.meta.dirname);
const prelude = readFileSync(path.join(import.meta.dirname, "../../conformance/prelude.ts"), "utf8");

const fileOf = ({ name }: HandwrittenProgram): string =>
  path.join(root, ".tmp/handwritten", /\.(js|tsx)$/.test(name) ? name : `${name}.ts`);

/** JavaScript cannot hold the prelude's types; JSX needs the types that a framework would declare. */
const textOf = ({ name, source }: HandwrittenProgram): string =>
  name.endsWith(".js") ? source : `${prelude}\n${source}\n`;
const jsx = `declare namespace JSX { interface IntrinsicElements { a: object } interface Element { readonly props: object } }`;

/** The rules that the checker reports for each program; `discarded` is a suggestion and says nothing about right or wrong. */
function check(): ReadonlyMap<string, readonly string[]> {
  const files = new Map(programs.map((it) => [fileOf(it), textOf(it)]));
  files.set(path.join(root, ".tmp/handwritten/jsx.d.ts"), jsx);
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    jsx: ts.JsxEmit.Preserve,
    allowJs: true,
    checkJs: true,
    noEmit: true,
    types: [],
    skipLibCheck: true,
    paths: { "affine-budget": [path.join(root, "runtime/index.ts")] },
  };
  const disk = ts.createCompilerHost(options, true);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => files.has(file) || disk.fileExists(file),
    readFile: (file) => files.get(file) ?? disk.readFile(file),
    getSourceFile: (file, version, onError) => {
      const text = files.get(file);
      return text === undefined
        ? disk.getSourceFile(file, version, onError)
        : ts.createSourceFile(file, text, version, true);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const checker = program.getTypeChecker();
  return new Map(
    programs.map((it) => {
      const file = program.getSourceFile(fileOf(it));
      if (file === undefined) throw new Error(`no source file for ${it.name}`);
      const findings = checkSourceFile(ts, program, checker, file, defaultOptions);
      return [it.name, findings.map(({ rule }) => rule as string).filter((rule) => rule !== "discarded")];
    }),
  );
}

describe("programs written to mislead", () => {
  let reported: ReadonlyMap<string, readonly string[]> = new Map();

  beforeAll(() => {
    reported = check();
  });

  it("have names of their own", () => {
    expect(new Set(programs.map(({ name }) => name)).size).toBe(programs.length);
  });

  it("get the verdict of the rules, but for those that are known to be wrong", () => {
    const wrong = programs.filter(({ name, verdict }) => {
      const rules = reported.get(name) ?? [];
      return verdict !== (rules.length > 0 ? "error" : "ok");
    });
    console.info(
      `${programs.length} handwritten programs, ${wrong.length} known wrong:`,
      ...wrong.map(({ name, verdict }) => `\n  ${verdict === "error" ? "missed" : "false alarm"} ${name}`),
    );
    expect(wrong.map(({ name }) => name).sort()).toEqual(Object.keys(knownWrong).sort());
  });
});
