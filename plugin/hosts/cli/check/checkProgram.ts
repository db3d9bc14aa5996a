import type ts from "typescript";
import { definitionOf } from "../../../core/catalogue/index.js";
import type { Finding } from "../../../core/findings.js";
import type { Suggestion } from "../../../core/fixes/Fix.js";
import { primaryLabel } from "../../../core/report/primaryLabel.js";
import { renderFinding } from "../../../core/report/renderFinding.js";
import type { CheckOptions } from "../../../options/CheckOptions.js";
import { checkSourceFile } from "../../typescript/checkSourceFile.js";
import { severityOf } from "../../typescript/severityOf.js";
import { suggestFixes } from "../../typescript/suggestFixes.js";
import { CannotRun } from "../CannotRun.js";
import { formatTscDiagnostics } from "../project/formatTscDiagnostics.js";
import type { CheckReport, CheckResult } from "./CheckResult.js";
import { isOwn } from "./isOwn.js";
import { suppressions } from "./suppressions.js";
import { unresolvedPackageImport } from "./unresolvedPackageImport.js";

/** Told before each file: how many are done, of how many, and which one comes. */
export type OnFile = (done: number, total: number, fileName: string) => void;

/** Checks every file of a program that is the user's own source. Throws `CannotRun` where a check would mean nothing. */
export function checkProgram(
  typescript: typeof ts,
  program: ts.Program,
  options: CheckOptions,
  onFile: OnFile,
): CheckResult {
  rejectBrokenProgram(typescript, program);
  const files = program.getSourceFiles().filter((file) => isOwn(typescript, program, file));
  return checkFiles(typescript, program, files, options, onFile);
}

/** Checks some files of a program that is known to be whole. */
export function checkFiles(
  typescript: typeof ts,
  program: ts.Program,
  files: readonly ts.SourceFile[],
  options: CheckOptions,
  onFile: OnFile,
): CheckResult {
  const checker = program.getTypeChecker();
  const reports: CheckReport[] = [];
  files.forEach((file, index) => {
    onFile(index, files.length, file.fileName);
    const unresolved = unresolvedPackageImport(typescript, checker, file);
    if (unresolved !== null) throw unresolved;
    const isSuppressed = suppressions(file);
    const findings = findingsOf(typescript, program, file, options).filter(
      ({ at, rule }) => severityOf(rule, options) !== "off" && !isSuppressed(at.start),
    );
    const suggestions = suggestFixes(typescript, program, file, findings, options);
    for (const finding of findings) {
      const report = reportOf(finding, suggestions.get(finding) ?? [], options);
      if (report !== null) reports.push(report);
    }
  });
  return { reports, filesChecked: files.length, sources: sourcesOf(program, reports) };
}

function findingsOf(
  typescript: typeof ts,
  program: ts.Program,
  file: ts.SourceFile,
  options: CheckOptions,
): readonly Finding[] {
  try {
    return checkSourceFile(typescript, program, program.getTypeChecker(), file, options);
  } catch (error) {
    // A file that could not be checked must never pass for one without reports, nor keep the others from being checked.
    const at = { file: file.fileName, start: 0, end: 0 };
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [{ rule: "internal-error", at, subject: "this file", error: why, labels: [] }];
  }
}

/** Through a syntax error or a missing library the checker sees another program than the one that was meant. */
function rejectBrokenProgram(typescript: typeof ts, program: ts.Program): void {
  const errors = [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getGlobalDiagnostics(),
  ].filter(({ category }) => category === typescript.DiagnosticCategory.Error);
  if (errors.length > 0) {
    throw new CannotRun(
      `TypeScript's own errors make a check impossible\n${formatTscDiagnostics(typescript, errors)}`,
    );
  }
}

function reportOf(
  finding: Finding,
  suggestions: readonly Suggestion[],
  options: CheckOptions,
): CheckReport | null {
  const severity = severityOf(finding.rule, options);
  if (severity === "off") return null;
  const rule = definitionOf(finding.rule);
  return {
    severity,
    rule: rule.name,
    code: rule.code,
    message: rule.message(finding),
    at: finding.at,
    primaryLabel: primaryLabel(finding),
    related: renderFinding(finding).related,
    help: rule.help(finding),
    suggestions,
  };
}

function sourcesOf(program: ts.Program, reports: readonly CheckReport[]): ReadonlyMap<string, string> {
  const names = reports.flatMap(({ at, related }) => [at.file, ...related.map((label) => label.at.file)]);
  return new Map(
    [...new Set(names)].map((name) => {
      const file = program.getSourceFile(name);
      if (file === undefined)
        throw new Error(`a report points into ${name}, which is no file of the program`);
      return [name, file.text];
    }),
  );
}
