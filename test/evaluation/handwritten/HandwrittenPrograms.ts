import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { defaultOptions } from "../../../plugin/options/CheckOptions.js";
import { hostWith } from "../../fixtures/fixtureProgram.js";
import type { Check } from "../subject/Checker.js";
import { readPrograms, type HandwrittenProgram } from "./programs.js";

/** JSX needs the types that a framework would declare. */
const jsx = `declare namespace JSX { interface IntrinsicElements { a: object } interface Element { readonly props: object } }`;

/** The handwritten programs after tsc, for one check or many. */
export class HandwrittenPrograms {
  readonly all: readonly HandwrittenProgram[];
  readonly #program: ts.Program;
  readonly #root: string;

  /** `root` is the folder of the package. */
  constructor(root: string) {
    this.#root = root;
    this.all = readPrograms(path.join(root, "test/evaluation/handwritten"));
    const prelude = readFileSync(path.join(root, "test/conformance/prelude.ts"), "utf8");
    // JavaScript cannot hold the prelude's types.
    const files = new Map(
      this.all.map((it) => [
        this.#fileOf(it),
        it.name.endsWith(".js") ? it.source : `${prelude}\n${it.source}\n`,
      ]),
    );
    files.set(path.join(root, ".tmp/handwritten/jsx.d.ts"), jsx);
    this.#program = createProgram(root, files);
  }

  rulesBy(check: Check): ReadonlyMap<string, readonly string[]> {
    return new Map(this.all.map((it) => [it.name, this.rulesOf(it, check)]));
  }

  /** The rules that a check reports; `discarded` is a suggestion and says nothing about right or wrong. */
  rulesOf(the: HandwrittenProgram, check: Check): readonly string[] {
    const file = this.#program.getSourceFile(this.#fileOf(the));
    if (file === undefined) throw new Error(`no source file for ${the.name}`);
    const findings = check(ts, this.#program, this.#program.getTypeChecker(), file, defaultOptions);
    return findings.map(({ rule }) => rule as string).filter((rule) => rule !== "discarded");
  }

  #fileOf({ name }: HandwrittenProgram): string {
    return path.join(this.#root, ".tmp/handwritten", /\.(js|tsx)$/.test(name) ? name : `${name}.ts`);
  }
}

function createProgram(root: string, files: Map<string, string>): ts.Program {
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
  return ts.createProgram([...files.keys()], options, hostWith(files, options));
}
