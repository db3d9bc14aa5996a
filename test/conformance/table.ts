import type { Case } from "./cases.js";
import type { Outcome } from "./outcome.js";

export interface Result {
  readonly case: Case;
  readonly outcome: Outcome;
  /** An error case that is reported under the rule that `cases.json` names for it. */
  readonly rightRule: boolean;
}

/** Right, unsupported and wrong per section, and how many of the right errors also have the expected rule. */
export function table(results: readonly Result[]): string {
  const sections = [...new Set(results.map((result) => result.case.section))];
  const rows = sections.map((section) =>
    row(
      section,
      results.filter((result) => result.case.section === section),
    ),
  );
  const heading = ["section", "right", "unsupported", "wrong", "same rule"];
  return [heading, ...rows, row("all", results)]
    .map(([name = "", ...cells]) => name.padEnd(62) + cells.map((cell) => cell.padStart(13)).join(""))
    .join("\n");
}

function row(name: string, results: readonly Result[]): string[] {
  const count = (outcome: Outcome): string => String(results.filter((r) => r.outcome === outcome).length);
  const errors = results.filter((r) => r.case.verdict === "error");
  const sameRule = `${errors.filter((r) => r.rightRule).length} of ${errors.length}`;
  return [name.replace(/ \(.*$/, ""), count("right"), count("unsupported"), count("wrong"), sameRule];
}
