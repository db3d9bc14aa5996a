import { definitionOf, isRuleName, type Severity } from "../../core/catalogue/index.js";
import type { ReportName } from "../../core/findings.js";
import type { CheckOptions } from "../../options/CheckOptions.js";

export function severityOf(name: ReportName, options: CheckOptions): Severity {
  const byDefault = definitionOf(name).severity;
  return isRuleName(name) ? (options.severity[name] ?? byDefault) : byDefault;
}
