import { labelledReason, quoted } from "../catalogue/wording.js";
import { definitionOf } from "../catalogue/index.js";
import type { Finding, Label, ReportName, Span } from "../findings.js";

export interface RelatedMessage {
  readonly at: Span;
  readonly message: string;
}

export interface RenderedFinding {
  readonly code: number;
  readonly rule: ReportName;
  /** One sentence that ends with the bracketed rule name. */
  readonly message: string;
  readonly related: readonly RelatedMessage[];
}

/** The text of a finding, the same for every host (section 9 of the ownership rules). */
export function renderFinding(finding: Finding): RenderedFinding {
  const rule = definitionOf(finding.rule);
  return {
    code: rule.code,
    rule: rule.name,
    message: `${rule.message(finding)} [${rule.name}]`,
    related: relatedMessages(finding),
  };
}

function relatedMessages(finding: Finding): readonly RelatedMessage[] {
  const related = finding.labels.map((label) => ({
    at: label.at,
    message: labelText(label, finding),
  }));
  // A callee's declaration explains a move even where the analysis attached no label of its own to it.
  for (const label of finding.labels) {
    if (label.kind !== "move" || label.reason.kind !== "argument") continue;
    const { declaredAt, parameter, callee } = label.reason;
    if (declaredAt === null || related.some(({ at }) => sameSpan(at, declaredAt))) continue;
    related.push({ at: declaredAt, message: owningParameterText(parameter, callee) });
  }
  return related;
}

function labelText(label: Label, { rule, subject }: Finding): string {
  switch (label.kind) {
    case "move": {
      const moved = label.place === subject ? "moved here" : `${quoted(label.place)} moved here`;
      const when = label.previousIteration ? ", in the previous iteration of the loop" : "";
      return `${moved}${when}: ${labelledReason(label.reason)}`;
    }
    case "more-moves":
      return `and ${label.count} more`;
    case "loop":
      return rule === "repeatable-callback" ? "this callback may run more than once" : "inside of this loop";
    case "skipped-reinitialisation":
      return "this re-initialisation is skipped on some path";
    case "owning-parameter":
      return owningParameterText(label.parameter, label.callee);
    case "borrow":
      return `${quoted(label.place)} is borrowed here`;
    case "later-use-of-borrow":
      return `the borrow is still used here, through ${quoted(label.place)}`;
    case "declaration":
      return `${quoted(label.place)} is declared here`;
    case "use-in-closure":
      return `${closureText(label.closure)} uses ${quoted(label.place)} here`;
    case "capture":
      return `${quoted(label.place)} is captured here by something that may run at any time`;
    case "escape":
      return `${closureText(label.closure)} escapes here: from now on it may run at any time`;
    case "exit":
      return "still unresolved on a path that leaves here";
    case "interference":
      return `other code may run here: ${label.what}`;
  }
}

function closureText(closure: string): string {
  return closure === "" ? "the closure" : quoted(closure);
}

function owningParameterText(parameter: string, callee: string): string {
  return `parameter ${quoted(parameter)} of ${quoted(callee)} takes ownership`;
}

function sameSpan(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}
