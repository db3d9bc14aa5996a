import type ts from "typescript";
import type { Finding } from "../../core/findings.js";
import type { Suggestion } from "../../core/fixes/Fix.js";
import { suppressions } from "../cli/check/suppressions.js";
import type { Check } from "../typescript/Check.js";
import { createRecheck } from "../typescript/incremental/createRecheck.js";
import { isChecked } from "../typescript/isChecked.js";
import { severityOf } from "../typescript/severityOf.js";
import { suggestFixes } from "../typescript/suggestFixes.js";
import { Dependencies } from "./dependencies/Dependencies.js";
import type { ProjectState } from "./Engine.js";

export interface DocumentReport {
  /** Another one whenever the document was looked at again. */
  readonly id: string;
  /** But for what comments or options say no to. */
  readonly findings: readonly Finding[];
}

interface KeptReport extends DocumentReport {
  readonly fingerprint: string | null;
  readonly program: ts.Program;
  /** The texts of the other files that labels point into. */
  readonly labelled: ReadonlyMap<string, string>;
  /** Null until somebody wants to mend something. */
  fixes: ReadonlyMap<Finding, readonly Suggestion[]> | null;
}

/** What is found in documents. Each is looked at again only if it, or what it rests on, has been edited. */
export class DocumentReports {
  readonly #check: Check;
  readonly #dependencies = new Dependencies();
  readonly #kept = new Map<string, KeptReport>();
  #count = 0;

  constructor(check: Check = createRecheck()) {
    this.#check = check;
  }

  /** Throws if the compiler is gone. */
  of(state: ProjectState, file: ts.SourceFile): DocumentReport {
    return this.#report(state, file);
  }

  /** How the findings can be mended. */
  fixes(state: ProjectState, file: ts.SourceFile): ReadonlyMap<Finding, readonly Suggestion[]> {
    const report = this.#report(state, file);
    const { typescript, program, options } = state;
    return (report.fixes ??= suggestFixes(typescript, program, file, report.findings, options));
  }

  forget(fileName: string): void {
    this.#kept.delete(fileName);
  }

  /** The compiler, or its options, may be something else now. */
  clear(): void {
    this.#kept.clear();
  }

  #report(state: ProjectState, file: ts.SourceFile): KeptReport {
    const { program } = state;
    const known = this.#kept.get(file.fileName);
    if (known?.program === program) return known;
    const fingerprint = this.#dependencies.fingerprint(state, file);
    const isCurrent = known !== undefined && fingerprint !== null && known.fingerprint === fingerprint;
    const report: KeptReport =
      isCurrent && hasTexts(program, known.labelled)
        ? { ...known, program }
        : this.#look(state, file, fingerprint);
    this.#kept.set(file.fileName, report);
    return report;
  }

  #look(state: ProjectState, file: ts.SourceFile, fingerprint: string | null): KeptReport {
    const { program } = state;
    const findings = this.#findings(state, file);
    const names = new Set(findings.flatMap(({ labels }) => labels.map(({ at }) => at.file)));
    names.delete(file.fileName);
    const labelled = new Map([...names].map((name) => [name, program.getSourceFile(name)?.text ?? ""]));
    return { id: String(++this.#count), fingerprint, program, findings, labelled, fixes: null };
  }

  #findings({ typescript, program, options }: ProjectState, file: ts.SourceFile): readonly Finding[] {
    if (!isChecked(typescript, program, file)) return [];
    const isSuppressed = suppressions(file);
    return this.#check(typescript, program, program.getTypeChecker(), file, options).filter(
      ({ at, rule }) => severityOf(rule, options) !== "off" && !isSuppressed(at.start),
    );
  }
}

/** An edit that moves a callee's parameter changes no signature, but where the label points. */
function hasTexts(program: ts.Program, texts: ReadonlyMap<string, string>): boolean {
  return [...texts].every(([name, text]) => program.getSourceFile(name)?.text === text);
}
