import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * `true`    by the rules a value with one owner is used after it has left, or by somebody who does not own it
 * `by-rule` the value is lost sight of where the rules demand a report: `escape`, `unsupported`, `forged` and the like
 * `false`   by the rules there is nothing to report
 */
export const verdicts = ["true", "by-rule", "false"] as const;
export type Verdict = (typeof verdicts)[number];

/** A report that somebody has read in its source and judged. */
export interface Label {
  readonly package: string;
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly verdict: Verdict;
  readonly reason: string;
  /** Of a false report that is made no longer: the fixture that pins it. */
  readonly mendedBy?: string;
}

export interface Labels {
  readonly seed: number;
  /** How many reports of each rule there were to choose from. */
  readonly population: Readonly<Record<string, number>>;
  readonly labels: readonly Label[];
}

export function readLabels(root: string): Labels {
  const file = path.join(root, "test/evaluation/realcode/labels.json");
  return JSON.parse(readFileSync(file, "utf8")) as Labels;
}

/** Reports, labels and verdicts by rule, as rows of cells, a header first and the sums last. */
export function labelTable({ population, labels }: Labels): readonly (readonly string[])[] {
  const row = (name: string, reports: number, chosen: readonly Label[]): readonly string[] => [
    name,
    String(reports),
    String(chosen.length),
    ...verdicts.map((verdict) => String(chosen.filter((label) => label.verdict === verdict).length)),
  ];
  const rules = Object.keys(population).sort();
  return [
    ["rule", "reports", "read", "true", "by rule", "false"],
    ...rules.map((rule) =>
      row(
        `\`${rule}\``,
        population[rule] ?? 0,
        labels.filter((label) => label.rule === rule),
      ),
    ),
    row(
      "all",
      Object.values(population).reduce((sum, count) => sum + count, 0),
      labels,
    ),
  ];
}
