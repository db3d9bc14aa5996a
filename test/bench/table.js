// @ts-check
import { contenders } from "./measure.js";

const titles = { budget: "Budget", counter: "plain counter", lock: "lock and check" };

/**
 * @param {readonly import("./measure.js").Result[]} results
 * @returns {string}
 */
export function table(results) {
  const rows = [["", ...contenders.flatMap((contender) => [titles[contender], ""]), "Budget / counter"]];
  for (const { name, nanoseconds } of results) {
    const cells = contenders.flatMap((contender) => [
      `${nanoseconds[contender].toFixed(1)} ns`,
      `${Math.round(1e9 / nanoseconds[contender]).toLocaleString("en")}/s`,
    ]);
    rows.push([name, ...cells, (nanoseconds.budget / nanoseconds.counter).toFixed(1)]);
  }
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const pad = (/** @type {string} */ cell, /** @type {number} */ column) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return `${rows.map((row) => row.map(pad).join("  ").trimEnd()).join("\n")}\n`;
}
