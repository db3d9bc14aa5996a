import { formatFigure } from "./figures.js";
import { printable } from "./names.js";
import { byUnit, columns, type ReportNode, totalSpent, totalUncovered } from "./ReportNode.js";
import { style } from "./style.js";

/**
 * A page with a flame graph and a table for each unit. The policy in its head forbids whatever it does not need: it
 * loads nothing, and no name in it can run.
 */
export function htmlOf(roots: readonly ReportNode[]): string {
  const sections = [...byUnit(roots)].map(([unit, group]) => section(unit, group)).join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Budget report</title>
<style>${style}</style>
</head>
<body>
<h1>Budget report</h1>
${sections === "" ? "<p>No budgets.</p>\n" : `${legend}${sections}`}</body>
</html>
`;
}

const legend =
  "<p>Each guard is as wide as what it and the guards below it spent. Point at one, or reach it by Tab, for its figures.</p>\n";

function section(unit: string, roots: readonly ReportNode[]): string {
  const total = sumOf(roots);
  const owed = roots.reduce((sum, root) => sum + totalUncovered(root), 0);
  const debt = owed > 0 ? `, ${formatFigure(owed, unit)} billed and not paid` : "";
  return `<section>
<h2>${text(unit)}: ${formatFigure(total, unit)} spent${debt}</h2>
<ul class="flame">${framesOf(roots, total, 0)}</ul>
${table(roots)}</section>
`;
}

/**
 * Each guard as wide as what it and those below it spent, who are drawn under it; the gap beside them is its own calls.
 * Who spent nothing is in the table alone.
 */
function framesOf(nodes: readonly ReportNode[], whole: number, depth: number): string {
  return nodes
    .filter((node) => totalSpent(node) > 0)
    .map((node) => {
      const total = totalSpent(node);
      const below = framesOf(node.children, total, depth + 1);
      const label = `${text(node.name)} <small>${formatFigure(total, node.unit)}</small>`;
      const frame = `<div class="frame c${depth % 4}" tabindex="0" title="${summary(node)}">${label}</div>`;
      const width = ((100 * total) / whole).toFixed(4);
      return `<li style="width:${width}%">${frame}${below === "" ? "" : `<ul>${below}</ul>`}</li>`;
    })
    .join("");
}

function summary(node: ReportNode): string {
  const figures = columns.map(([field, title]) => `${title} ${formatFigure(node[field], node.unit)}`);
  const debt = node.uncovered > 0 ? `, ${formatFigure(node.uncovered, node.unit)} billed and not paid` : "";
  return text(`${node.name}: ${figures.join(", ")}${debt}; ${node.calls} calls, ${node.refused} refused`);
}

function table(roots: readonly ReportNode[]): string {
  const titles = ["guard", ...columns.map(([, title]) => title), "calls", "refused"];
  const head = titles.map((title) => `<th scope="col">${title}</th>`).join("");
  return `<div class="scroll"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${roots.map((root) => rows(root, 0)).join("")}</tbody>
</table></div>
`;
}

function rows(node: ReportNode, depth: number): string {
  const figures = columns.map(([field]) => formatFigure(node[field], node.unit));
  const cells = [...figures, String(node.calls), String(node.refused)].map((figure) => `<td>${figure}</td>`);
  const name = `<th scope="row" style="padding-left:${depth * 1.5 + 0.5}em">${text(node.name)}</th>`;
  const below = node.children.map((child) => rows(child, depth + 1)).join("");
  return `<tr>${name}${cells.join("")}</tr>\n${below}`;
}

function sumOf(nodes: readonly ReportNode[]): number {
  return nodes.reduce((sum, node) => sum + totalSpent(node), 0);
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Whatever a name is, as text of an element or of a quoted attribute. */
function text(value: string): string {
  return printable(value).replace(/[&<>"']/g, (character) => escapes[character] ?? "");
}
