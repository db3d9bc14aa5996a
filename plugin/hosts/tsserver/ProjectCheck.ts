import type ts from "typescript";
import type { Finding } from "../../core/findings.js";
import type { Suggestion } from "../../core/fixes/Fix.js";
import { hintText, ownershipText } from "../../core/report/ownershipText.js";
import { defaultOptions } from "../../options/CheckOptions.js";
import { parseOptions } from "../../options/parseOptions.js";
import { armProgram } from "../typescript/armProgram.js";
import type { Check } from "../typescript/Check.js";
import { FileReports } from "../typescript/FileReports.js";
import { hintsIn, placeAt } from "../typescript/editorFacts.js";
import { hostDiagnostic } from "../typescript/toDiagnostic.js";

/** The check of one editor project, whose options may change while it is open. */
export class ProjectCheck {
  readonly #typescript: typeof ts;
  readonly #check: Check;
  #reports: FileReports;
  #optionErrors: readonly string[] = [];
  #options = defaultOptions;

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

  /** What the state of a place is, for a hover: sentences; none where nothing is owned. */
  hover(program: ts.Program, file: ts.SourceFile, offset: number): readonly string[] {
    const state = placeAt(this.#typescript, program, file, offset, this.#options);
    if (state === null) return [];
    return ownershipText(state, ({ start }) => file.getLineAndCharacterOfPosition(start).line + 1);
  }

  hints(program: ts.Program, file: ts.SourceFile, { start, length }: ts.TextSpan): readonly ts.InlayHint[] {
    const { Type, Parameter } = this.#typescript.InlayHintKind;
    return hintsIn(this.#typescript, program, file, { start, end: start + length }, this.#options).map(
      (hint) =>
        hint.kind === "balance"
          ? { text: hintText(hint), position: hint.at.end, kind: Type, whitespaceBefore: true }
          : { text: hintText(hint), position: hint.at.start, kind: Parameter, whitespaceAfter: true },
    );
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
    this.#options = "options" in parsed ? parsed.options : defaultOptions;
    return new FileReports(this.#typescript, this.#check, this.#options);
  }
}
