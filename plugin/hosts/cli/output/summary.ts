import type { CheckReport, CheckResult } from "../check/CheckResult.js";

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly suggestions: number;
}

export function countsOf(reports: readonly CheckReport[]): Counts {
  const count = (severity: CheckReport["severity"]): number =>
    reports.filter((report) => report.severity === severity).length;
  return { errors: count("error"), warnings: count("warning"), suggestions: count("suggestion") };
}

/** "2 errors in 1 file (34 files checked in 0.4 s)". */
export function summaryLine({ reports, filesChecked }: CheckResult, seconds: number): string {
  const { errors, warnings, suggestions } = countsOf(reports);
  const parts = [
    ...(errors > 0 ? [plural(errors, "error")] : []),
    ...(warnings > 0 ? [plural(warnings, "warning")] : []),
    ...(suggestions > 0 ? [plural(suggestions, "suggestion")] : []),
  ];
  const files = new Set(reports.map(({ at }) => at.file)).size;
  const found = parts.length === 0 ? "no errors" : `${list(parts)} in ${plural(files, "file")}`;
  return `${found} (${plural(filesChecked, "file")} checked in ${seconds.toFixed(1)} s)`;
}

function list(parts: readonly string[]): string {
  return [parts.slice(0, -1).join(", "), parts.at(-1)].filter((part) => part !== "").join(" and ");
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
