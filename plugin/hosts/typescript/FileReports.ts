import type ts from "typescript";
import type { Finding } from "../../core/findings.js";
import type { Suggestion } from "../../core/fixes/Fix.js";
import type { CheckOptions } from "../../options/CheckOptions.js";
import type { Check } from "./Check.js";
import { isChecked } from "./isChecked.js";
import { severityOf } from "./severityOf.js";
import { suggestFixes } from "./suggestFixes.js";
import { hostDiagnostic, toDiagnostic } from "./toDiagnostic.js";

/**
 * The reports of a program's files under one set of options, each file analysed at most once per program. Entries live
 * as long as the program does.
 */
export class FileReports {
  readonly #byProgram = new WeakMap<ts.Program, WeakMap<ts.SourceFile, FileReport>>();
  readonly #typescript: typeof ts;
  readonly #check: Check;
  readonly #options: CheckOptions;

  constructor(typescript: typeof ts, check: Check, options: CheckOptions) {
    this.#typescript = typescript;
    this.#check = check;
    this.#options = options;
  }

  /** Errors and warnings: what a compiler lists. */
  problems(program: ts.Program, file: ts.SourceFile): readonly ts.Diagnostic[] {
    return this.#all(program, file).filter((diagnostic) => !this.#isSuggestion(diagnostic));
  }

  /** What only an editor shows; tsc has no channel that lists a suggestion without failing the build. */
  suggestions(program: ts.Program, file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
    return this.#all(program, file).filter(
      (diagnostic): diagnostic is ts.DiagnosticWithLocation =>
        this.#isSuggestion(diagnostic) && diagnostic.file !== undefined,
    );
  }

  /** What the diagnostics are made of, but for rules that the options turn off. */
  findings(program: ts.Program, file: ts.SourceFile): readonly Finding[] {
    return this.#of(program, file).findings;
  }

  /** How the findings of a file can be mended. */
  fixes(program: ts.Program, file: ts.SourceFile): ReadonlyMap<Finding, readonly Suggestion[]> {
    const report = this.#of(program, file);
    return (report.fixes ??= suggestFixes(this.#typescript, program, file, report.findings, this.#options));
  }

  #isSuggestion(diagnostic: ts.Diagnostic): boolean {
    return diagnostic.category === this.#typescript.DiagnosticCategory.Suggestion;
  }

  #all(program: ts.Program, file: ts.SourceFile): readonly ts.Diagnostic[] {
    return this.#of(program, file).diagnostics;
  }

  #of(program: ts.Program, file: ts.SourceFile): FileReport {
    let byFile = this.#byProgram.get(program);
    if (byFile === undefined) this.#byProgram.set(program, (byFile = new WeakMap()));
    let report = byFile.get(file);
    if (report === undefined) byFile.set(file, (report = this.#analyse(program, file)));
    return report;
  }

  #analyse(program: ts.Program, file: ts.SourceFile): FileReport {
    if (!isChecked(this.#typescript, program, file)) return { findings: [], diagnostics: [], fixes: null };
    try {
      const findings = this.#check(
        this.#typescript,
        program,
        program.getTypeChecker(),
        file,
        this.#options,
      ).filter(({ rule }) => severityOf(rule, this.#options) !== "off");
      const diagnostics = findings
        .map((finding) => toDiagnostic(this.#typescript, program, file, finding, this.#options))
        .filter((diagnostic) => diagnostic !== null);
      return { findings, diagnostics, fixes: null };
    } catch (error) {
      // The editor has dropped the request: nothing was decided about the file, and the host must learn so.
      if (error instanceof this.#typescript.OperationCanceledException) throw error;
      // A file that could not be checked must never pass for one without reports.
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const message = `The ownership check of this file failed, please report this: ${why}`;
      const failure = hostDiagnostic(this.#typescript, "internal-error", message, {
        file,
        start: 0,
        length: 0,
      });
      return { findings: [], diagnostics: [failure], fixes: null };
    }
  }
}

interface FileReport {
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly ts.Diagnostic[];
  /** Null until somebody wants to mend something. */
  fixes: ReadonlyMap<Finding, readonly Suggestion[]> | null;
}
