import type { Finding, ReportName, RuleName } from "../findings.js";

export type Severity = "error" | "warning" | "suggestion" | "off";

/** The finding variants that a rule of this name is reported with. */
export type FindingOf<Name extends RuleName> = Finding extends infer F
  ? F extends Finding
    ? Name extends F["rule"]
      ? F
      : never
    : never
  : never;

export interface RuleExample {
  readonly title: string;
  readonly wrong: string;
  readonly right: string;
}

/** One rule of the ownership rules, section 9: the single definition that reports, `explain` and the docs are made from. */
export interface Rule<Name extends RuleName = RuleName> {
  readonly name: Name;
  /** Stable numeric code, 71001 and up; never reused. */
  readonly code: number;
  /** One sentence, present tense, no full stop: what is wrong. Heads the rule's page and the table of rules. */
  readonly summary: string;
  readonly severity: Exclude<Severity, "off">;
  /** The message of a report, without the bracketed rule name; names the place as written. */
  message(finding: FindingOf<Name>): string;
  /** One imperative sentence, no full stop: how to mend this very finding. Shown below a code frame. */
  help(finding: FindingOf<Name>): string;
  /** Markdown paragraphs: why this is a mistake, what the checker looks at, how to mend it. */
  readonly explanation: string;
  /** Complete modules (imports included). The docs tests compile each: `wrong` must raise exactly this rule, `right` nothing. */
  readonly examples: readonly RuleExample[];
}

export function defineRule<Name extends RuleName>(rule: Rule<Name>): Rule<Name> {
  return rule;
}

/** The words of a report, whatever it is about. */
export interface Definition {
  readonly name: ReportName;
  readonly code: number;
  readonly severity: Rule["severity"];
  message(finding: Finding): string;
  help(finding: Finding): string;
}
