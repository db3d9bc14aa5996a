import { pathToFileURL } from "node:url";
import type ts from "typescript";
import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver/node";
import type { Finding } from "../../../core/findings.js";
import { diagnosticSource, hostCodes } from "../../typescript/hostCodes.js";
import { toDiagnostic } from "../../typescript/toDiagnostic.js";
import type { ProjectState } from "../Engine.js";
import { rangeIn } from "./positions.js";

/** Null if the options turn the rule off. */
export function diagnosticOf(state: ProjectState, file: ts.SourceFile, finding: Finding): Diagnostic | null {
  const { typescript, program, options } = state;
  const diagnostic = toDiagnostic(typescript, program, file, finding, options);
  if (diagnostic === null) return null;
  const { start, length, code, category, messageText, relatedInformation = [] } = diagnostic;
  return {
    range: rangeIn(file, start, start + length),
    severity: severityOf(typescript, category),
    code,
    source: diagnosticSource,
    message: textOf(messageText),
    relatedInformation: relatedInformation.flatMap((related) =>
      related.file === undefined || related.start === undefined
        ? []
        : [
            {
              location: {
                uri: pathToFileURL(related.file.fileName).href,
                range: rangeIn(related.file, related.start, related.start + (related.length ?? 0)),
              },
              message: textOf(related.messageText),
            },
          ],
    ),
  };
}

/** What is shown of a document that could not be checked: it must never look like one without reports. */
export function failureDiagnostic(error: unknown): Diagnostic {
  const why = error instanceof Error ? error.message : String(error);
  return {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    severity: DiagnosticSeverity.Error,
    code: hostCodes["internal-error"],
    source: diagnosticSource,
    message: `The ownership check of this file failed: ${why} [internal-error]`,
  };
}

function textOf(message: ts.Diagnostic["messageText"]): string {
  return typeof message === "string" ? message : message.messageText;
}

function severityOf({ DiagnosticCategory }: typeof ts, category: ts.DiagnosticCategory): DiagnosticSeverity {
  switch (category) {
    case DiagnosticCategory.Error:
      return DiagnosticSeverity.Error;
    case DiagnosticCategory.Warning:
      return DiagnosticSeverity.Warning;
    default:
      return DiagnosticSeverity.Hint;
  }
}
