import type ts from "typescript";
import type { Finding } from "../../core/findings.js";
import type { Suggestion } from "../../core/fixes/Fix.js";
import { defaultOptions } from "../../options/CheckOptions.js";
import { parseOptions } from "../../options/parseOptions.js";
import { armProgram } from "../typescript/armProgram.js";
import type { Check } from "../typescript/Check.js";
import { FileReports } from "../typescript/FileReports.js";
import { hostDiagnostic } from "../typescript/toDiagnostic.js";

/** The check of one editor project, whose options may change while it is open. */
export class ProjectCheck {
  readonly #typescript: typeof ts;
  readonly #check: Check;
  #reports: FileReports;
  #optionErrors: readonly string[] = [];

  constructor(typescript: typeof ts, check: Check, config: unknown) {
    this.#typescript = typescript;
    this.#check = check;
    this.#reports = this.#configured(config);
  }

  configure(config: unknown): void {
    this.#reports = this.#configured(config);
  }

  /** To be called with every program before anybody can ask it for diagnostics: it caches its answers. */
  arm(program: ts.Program): void {
    armProgram(program, () => this.#reports);
  }

  suggestions(program: ts.Program, file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
    return this.#reports.suggestions(program, file);
  }

  fixes(program: ts.Program, file: ts.SourceFile): ReadonlyMap<Finding, readonly Suggestion[]> {
    return this.#reports.fixes(program, file);
  }

  /** An editor has no place for errors of a project, so every file shows them at its beginning. */
  optionDiagnostics(file: ts.SourceFile): readonly ts.Diagnostic[] {
    return this.#optionErrors.map((error) =>
      hostDiagnostic(this.#typescript, "invalid-option", `Plugin affine-budget: ${error}`, {
        file,
        start: 0,
        length: 0,
      }),
    );
  }

  #configured(config: unknown): FileReports {
    const parsed = parseOptions(config);
    this.#optionErrors = "errors" in parsed ? parsed.errors : [];
    return new FileReports(
      this.#typescript,
      this.#check,
      "options" in parsed ? parsed.options : defaultOptions,
    );
  }
}
