import type { Experiment, Outcome, Table } from "../Experiment.js";

/** An experiment for a terminal. */
export function asText({ name, title }: Experiment, { tables, printed, claims }: Outcome): string {
  return [
    `== ${name}: ${title}`,
    ...tables.map(columnsOf),
    ...(printed === undefined ? [] : [printed.trimEnd()]),
    claims.map(({ text, holds }) => `${holds ? "holds " : "BROKEN"}  ${text}`).join("\n"),
  ].join("\n\n");
}

function columnsOf({ columns, rows }: Table): string {
  const lines = [columns, ...rows];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, index) =>
          index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[index] ?? 0) + 2),
        )
        .join(""),
    )
    .join("\n");
}
