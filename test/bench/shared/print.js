// @ts-check
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** What a figure depends on besides our code. @param {string} conditions */
export function printConditions(conditions) {
  const { version } = /** @type {{ version: string }} */ (require("typescript/package.json"));
  console.log(`Node ${process.version}, ${process.arch}; TypeScript ${version}; ${conditions}\n`);
}

/**
 * An aim, and whether this run met it. Never fails: a benchmark is no test.
 *
 * @param {string} aim
 * @param {boolean} met
 * @param {string} figure
 */
export function printAim(aim, met, figure) {
  console.log(`${met ? "met   " : "missed"}  ${aim}: ${figure}`);
}

/** @param {readonly [number, number] | null} interval @param {number} digits */
export function intervalText(interval, digits) {
  return interval === null
    ? "too few runs for an interval"
    : `95% interval ${interval[0].toFixed(digits)} to ${interval[1].toFixed(digits)}`;
}
