import { formatFigure } from "./figures.js";
import { printable } from "./names.js";
import { byUnit, columns, type ReportNode, totalSpent, totalUncovered } from "./ReportNode.js";

type Row = readonly string[];

/** A table for each unit, with the lines of the tree before the names. */
export function textOf(roots: readonly ReportNode[]): string {
  if (roots.length === 0) return "no budgets";
  return [...byUnit(roots)].map(([unit, group]) => tableOf(unit, group)).join("\n\n");
}

function tableOf(unit: string, roots: readonly ReportNode[]): string {
  const head = [printable(unit), ...columns.map(([, title]) => title), "calls", "refused"];
  const rows = roots.flatMap((root) => rowsOf(root, "", ""));
  const spent = roots.reduce((sum, root) => sum + totalSpent(root), 0);
  const owed = roots.reduce((sum, root) => sum + totalUncovered(root), 0);
  return [
    aligned([head, ...rows]),
    `spent by all: ${formatFigure(spent, unit)}`,
    ...(owed > 0 ? [`billed and not paid: ${formatFigure(owed, unit)}`] : []),
  ].join("\n");
}

/**
 * @param line what stands before the name of the node itself
 * @param indent what stands before those below it
 */
function rowsOf(node: ReportNode, line: string, indent: string): Row[] {
  const figures = columns.map(([field]) => formatFigure(node[field], node.unit));
  const own = [line + printable(node.name), ...figures, String(node.calls), String(node.refused)];
  const last = node.children.length - 1;
  const below = node.children.flatMap((child, index) =>
    index === last
      ? rowsOf(child, `${indent}└─ `, `${indent}   `)
      : rowsOf(child, `${indent}├─ `, `${indent}│  `),
  );
  return [own, ...below];
}

/** The first column is text, the others are figures. */
function aligned(rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ""))),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const padding = " ".repeat((widths[column] ?? 0) - widthOf(cell));
        return column === 0 ? cell + padding : padding + cell;
      })
      .join("  "),
  );
  return lines.join("\n");
}

/** In code points, which is near enough for names. */
function widthOf(text: string): number {
  return [...text].length;
}
