import type { Severity } from "../../../core/catalogue/index.js";
import type { Suggestion } from "../../../core/fixes/Fix.js";
import type { ReportName, Span } from "../../../core/findings.js";
import type { RelatedMessage } from "../../../core/report/renderFinding.js";

/** A finding that counts: its rule is not off and no comment suppresses it. */
export interface CheckReport {
  readonly severity: Exclude<Severity, "off">;
  readonly rule: ReportName;
  readonly code: number;
  /** Without the bracketed rule name. */
  readonly message: string;
  readonly at: Span;
  readonly primaryLabel: string;
  readonly related: readonly RelatedMessage[];
  readonly help: string;
  /** How it can be mended, the surest way first. */
  readonly suggestions: readonly Suggestion[];
}

export interface CheckResult {
  /** By file and position, files in the program's order. */
  readonly reports: readonly CheckReport[];
  readonly filesChecked: number;
  /** The text of every file that a report points into, by the file's name in spans. */
  readonly sources: ReadonlyMap<string, string>;
}
