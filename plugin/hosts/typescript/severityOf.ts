import { ruleNamed, type Severity } from "../../core/catalogue/index.js";
import type { RuleName } from "../../core/findings.js";
import type { CheckOptions } from "../../options/CheckOptions.js";

export function severityOf(rule: RuleName, options: CheckOptions): Severity {
  return options.severity[rule] ?? ruleNamed(rule).severity;
}
