import type ts from "typescript";
import type { Severity } from "../../core/catalogue/index.js";
import type { Finding, Span } from "../../core/findings.js";
import { renderFinding } from "../../core/report/renderFinding.js";
import type { CheckOptions } from "../../options/CheckOptions.js";
import { diagnosticSource, hostCodes, type HostReport } from "./hostCodes.js";
import { severityOf } from "./severityOf.js";

/** A diagnostic of `file`; null if the options turn the rule off. The related places may lie in other files. */
export function toDiagnostic(
  typescript: typeof ts,
  program: ts.Program,
  file: ts.SourceFile,
  finding: Finding,
  options: CheckOptions,
): ts.DiagnosticWithLocation | null {
  const severity = severityOf(finding.rule, options);
  if (severity === "off") return null;
  const { code, message, related } = renderFinding(finding);
  return {
    file,
    start: finding.at.start,
    length: finding.at.end - finding.at.start,
    code,
    category: categoryOf(typescript, severity),
    messageText: message,
    source: diagnosticSource,
    relatedInformation: related.map((label) => ({
      ...locationOf(program, label.at),
      code,
      category: typescript.DiagnosticCategory.Message,
      messageText: label.message,
    })),
  };
}

/** A report about the check itself; without a file it concerns the project as a whole. */
export function hostDiagnostic(
  typescript: typeof ts,
  report: HostReport,
  message: string,
  location: Partial<ts.DiagnosticWithLocation> = {},
): ts.Diagnostic {
  return {
    file: location.file,
    start: location.start,
    length: location.length,
    code: hostCodes[report],
    category: typescript.DiagnosticCategory.Error,
    messageText: `${message} [${report}]`,
    source: diagnosticSource,
  };
}

function locationOf(
  program: ts.Program,
  { file: name, start, end }: Span,
): Pick<ts.Diagnostic, "file" | "start" | "length"> {
  const file = program.getSourceFile(name);
  if (file === undefined) throw new Error(`a label lies in ${name}, which is no file of the program`);
  return { file, start, length: end - start };
}

function categoryOf(typescript: typeof ts, severity: Exclude<Severity, "off">): ts.DiagnosticCategory {
  switch (severity) {
    case "error":
      return typescript.DiagnosticCategory.Error;
    case "warning":
      return typescript.DiagnosticCategory.Warning;
    case "suggestion":
      return typescript.DiagnosticCategory.Suggestion;
  }
}
