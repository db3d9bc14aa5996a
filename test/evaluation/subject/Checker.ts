import path from "node:path";
import ts from "typescript";
import { checkSourceFile } from "../../../plugin/hosts/typescript/checkSourceFile.js";
import { defaultOptions } from "../../../plugin/options/CheckOptions.js";
import type { Finding } from "../../../plugin/core/findings.js";
import { hostWith } from "../../fixtures/fixtureProgram.js";
import { prelude } from "../language/print/prelude.js";
import { printProgram } from "../language/print/printProgram.js";
import type { Program } from "../language/syntax.js";

/**
 * What the checker says of a program. `declined`: it reports `unsupported` and nothing else, which is no verdict.
 * `untyped`: tsc rejects the printed program, so there is nothing to check.
 */
export type Answer = "ok" | "error" | "declined" | "untyped";

export interface Judged {
  readonly answer: Answer;
  readonly findings: readonly Finding[];
  readonly text: string;
  /** tsc's own complaints, for a generator that prints what tsc does not take. */
  readonly complaints: readonly string[];
}

/** Use before assignment, a comma without effect, a comparison that cannot hold: legal enough to have a meaning. */
const harmless: ReadonlySet<number> = new Set([2454, 2695, 2367, 2869, 2871, 2872, 2873, 2774, 2801]);

/** Not about double use, which is all that the oracle knows: a fresh budget dropped, a balance that cannot suffice. */
const otherConcerns: ReadonlySet<string> = new Set(["discarded", "overdraft"]);

const functionsPerFile = 40;

/** The check of one file: `checkSourceFile` as it is, or with a fault planted in it. */
export type Check = typeof checkSourceFile;

/** Printed programs after tsc: what one check, or many, can look at without asking tsc again. */
export interface Compiled {
  readonly program: ts.Program;
  readonly files: readonly {
    readonly source: ts.SourceFile;
    readonly complaints: readonly ts.Diagnostic[];
  }[];
  readonly printed: readonly { readonly text: string; readonly file: number; readonly start: number }[];
}

/** The system under test: the checker over printed programs, many functions to a file and many files to a program. */
export class Checker {
  readonly #root: string;
  readonly #libraries = new Map<string, ts.SourceFile | undefined>();

  /** `root` is the folder of the package: the printed programs import `affine-budget` from its sources. */
  constructor(root: string) {
    this.#root = root;
  }

  judge(programs: readonly Program[]): readonly Judged[] {
    return this.judgeCompiled(this.compile(programs), checkSourceFile);
  }

  compile(programs: readonly Program[]): Compiled {
    const texts: string[] = [];
    const printed = programs.map((program, index) => {
      const file = Math.floor(index / functionsPerFile);
      const before = texts[file] ?? prelude;
      const text = printProgram(`t${index}`, program);
      texts[file] = before + text;
      return { text, file, start: before.length };
    });
    const names = texts.map((_, file) => path.join(this.#root, ".tmp", "evaluation", `f${file}.ts`));
    const program = this.#program(new Map(names.map((name, file) => [name, texts[file] ?? ""])));
    const files = names.map((name) => {
      const source = program.getSourceFile(name);
      if (source === undefined) throw new Error(`no source file ${name}`);
      const complaints = [
        ...program.getSyntacticDiagnostics(source),
        ...program.getSemanticDiagnostics(source),
      ].filter(({ code }) => !harmless.has(code));
      return { source, complaints };
    });
    return { program, files, printed };
  }

  judgeCompiled({ program, files, printed }: Compiled, check: Check): readonly Judged[] {
    const checker = program.getTypeChecker();
    const findingsOf = files.map(({ source }) => check(ts, program, checker, source, defaultOptions));
    return printed.map(({ text, file, start }) => {
      const within = (at: number): boolean => at >= start && at < start + text.length;
      const complaints = (files[file]?.complaints ?? [])
        .filter((it) => within(it.start ?? -1))
        .map((it) => `TS${it.code}: ${ts.flattenDiagnosticMessageText(it.messageText, " ")}`);
      const findings = (findingsOf[file] ?? []).filter(
        (it) => within(it.at.start) && !otherConcerns.has(it.rule),
      );
      return { answer: complaints.length > 0 ? "untyped" : answerOf(findings), findings, text, complaints };
    });
  }

  #program(files: Map<string, string>): ts.Program {
    const options: ts.CompilerOptions = {
      strict: true,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts"],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      noEmit: true,
      types: [],
      skipLibCheck: true,
      paths: { "affine-budget": [path.join(this.#root, "runtime/index.ts")] },
    };
    const host = hostWith(files, options, this.#libraries);
    return ts.createProgram([...files.keys()], options, host);
  }
}

function answerOf(findings: readonly Finding[]): Answer {
  if (findings.length === 0) return "ok";
  return findings.every(({ rule }) => rule === "unsupported") ? "declined" : "error";
}
