import type { Count, Evaluation } from "./Evaluation.js";
import { constructs } from "./language/constructs.js";
import type { Agreement, SecondOpinions } from "./secondOpinions.js";
import { choices, type Choice } from "./oracle/choices.js";

/** Results by origin, by construct and by oracle, and the false reports that a rule chooses. */
export function table(evaluation: Evaluation, heading: string): string {
  const {
    total,
    origins,
    constructs: byConstruct,
    opinions,
    untyped,
    declined,
    leftOpen,
    unexplored,
  } = evaluation;
  const rows: [string, Count][] = [["all programs", total], ...origins];
  for (const construct of constructs) {
    const count = byConstruct.get(construct);
    if (count !== undefined) rows.push([construct, count]);
  }
  const width = Math.max(heading.length, ...rows.map(([name]) => name.length));
  const line = (name: string, ...cells: readonly string[]): string =>
    name.padEnd(width) + cells.map((cell) => cell.padStart(11)).join("");
  const share = total.programs === 0 ? 0 : (100 * total.errors) / total.programs;
  return [
    line(heading, "programs", "erroneous", "agree", "missed", "chosen", "false"),
    ...rows.map(([name, it]) =>
      line(name, ...[it.programs, it.errors, agreements(it), it.missed, it.chosen, it.false].map(String)),
    ),
    `${share.toFixed(1)} % erroneous`,
    `not judged: ${untyped} rejected by tsc, ${declined} unsupported, ${leftOpen} left open by the rules, ${unexplored} with too many states`,
    ...chosen(evaluation),
    ...[...opinions].flatMap(([name, it]) => ["", opinionTable(name, it)]),
  ].join("\n");
}

function agreements({ programs, missed, chosen: byChoice, false: unexplained }: Count): number {
  return programs - missed - byChoice - unexplained;
}

function chosen({ choices: counts }: Evaluation): readonly string[] {
  if (counts.size === 0) return [];
  const reasons = Object.entries(choices) as [Choice, string][];
  return [
    "chosen by a rule:",
    ...[...counts].map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`),
    ...reasons
      .filter(([id]) => [...counts.keys()].some((name) => name.split(" + ").includes(id)))
      .map(([id, reason]) => `  ${id}: ${reason}`),
  ];
}

/** What a further oracle says, against the rules and against the checker. */
function opinionTable(name: string, { total, constructs: byConstruct, none }: SecondOpinions): string {
  const rows: [string, Agreement][] = [["all programs", total]];
  for (const construct of constructs) {
    const agreement = byConstruct.get(construct);
    if (agreement !== undefined) rows.push([construct, agreement]);
  }
  const width = Math.max(name.length, ...rows.map(([row]) => row.length));
  const line = (row: string, ...cells: readonly string[]): string =>
    row.padEnd(width) + cells.map((cell) => cell.padStart(13)).join("");
  return [
    line(name, "programs", "erroneous", "beyond", "contradicts", "missed", "false"),
    ...rows.map(([row, { programs, errors, beyondBounds, againstRules, missed, falseAlarms }]) =>
      line(row, ...[programs, errors, beyondBounds, againstRules, missed, falseAlarms].map(String)),
    ),
    ...[...none].map(([reason, count]) => `no opinion on ${count}: ${reason}`),
  ].join("\n");
}
