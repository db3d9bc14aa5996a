import type { Severity } from "../../../core/catalogue/index.js";
import type { ReportName } from "../../../core/findings.js";
import { locator, type Location } from "./locate.js";
import type { OutputFormat } from "./OutputFormat.js";
import { countsOf, type Counts } from "./summary.js";

/**
 * What `--format json` prints. Stable: fields may be added, but none changes or goes away while `schema` is 1. The same
 * sources give the same bytes. Files are relative to the directory that the command ran in, with forward slashes.
 */
export interface JsonOutput {
  readonly schema: 1;
  readonly filesChecked: number;
  readonly counts: Counts;
  readonly reports: readonly JsonReport[];
}

export interface JsonReport extends Location {
  readonly severity: Exclude<Severity, "off">;
  readonly rule: ReportName;
  readonly code: number;
  readonly message: string;
  readonly help: string;
  readonly labels: readonly (Location & { readonly message: string })[];
}

export const json: OutputFormat = (result, _seconds, terminal) => {
  const { locate } = locator(result, terminal.cwd);
  const output: JsonOutput = {
    schema: 1,
    filesChecked: result.filesChecked,
    counts: countsOf(result.reports),
    reports: result.reports.map(({ severity, rule, code, message, help, at, related }) => ({
      severity,
      rule,
      code,
      message,
      help,
      ...locate(at),
      labels: related.map((label) => ({ message: label.message, ...locate(label.at) })),
    })),
  };
  return `${JSON.stringify(output, null, 2)}\n`;
};
