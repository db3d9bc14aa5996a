import type { Count, Evaluation } from "./evaluate.js";
import { constructs } from "./language/constructs.js";

/** Results by origin and by construct: programs, those with an error, missed errors, false alarms. */
export function table({
  seed,
  total,
  origins,
  constructs: byConstruct,
  declined,
  untyped,
}: Evaluation): string {
  const rows: [string, Count][] = [["all programs", total], ...origins];
  for (const construct of constructs) {
    const count = byConstruct.get(construct);
    if (count !== undefined) rows.push([construct, count]);
  }
  const width = Math.max(...rows.map(([name]) => name.length));
  const line = (name: string, ...cells: readonly string[]): string =>
    name.padEnd(width) + cells.map((cell) => cell.padStart(10)).join("");
  return [
    line(`seed ${seed}`, "programs", "erroneous", "agree", "missed", "false"),
    ...rows.map(([name, { programs, errors, missed, falseAlarms }]) =>
      line(name, ...[programs, errors, programs - missed - falseAlarms, missed, falseAlarms].map(String)),
    ),
    `not judged: ${declined} unsupported, ${untyped} rejected by tsc`,
  ].join("\n");
}
