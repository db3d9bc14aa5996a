// @ts-check
import { parseArgs } from "node:util";

/**
 * The numbers that a benchmark is called with; prints what it does and ends the process when asked for `--help`.
 *
 * @template {string} Name
 * @param {string} command
 * @param {string} summary
 * @param {Readonly<Record<Name, { readonly fallback: number, readonly means: string }>>} numbers
 * @returns {Record<Name, number>}
 */
export function numbersFrom(command, summary, numbers) {
  const entries = /** @type {[Name, { readonly fallback: number, readonly means: string }][]} */ (
    Object.entries(numbers)
  );
  const { values } = parseArgs({
    options: {
      help: { type: "boolean" },
      ...Object.fromEntries(entries.map(([name]) => [name, { type: /** @type {const} */ ("string") }])),
    },
  });
  if (values.help === true) {
    const width = Math.max(...entries.map(([name]) => name.length));
    const lines = entries.map(
      ([name, { fallback, means }]) => `  --${name.padEnd(width)}  ${means} (${fallback})`,
    );
    console.log(`${summary}\n\nnpm run ${command} -- [options]\n\n${lines.join("\n")}`);
    process.exit(0);
  }
  /** @type {Partial<Record<Name, number>>} */
  const result = {};
  for (const [name, { fallback }] of entries) {
    const given = /** @type {Record<string, unknown>} */ (values)[name];
    const number = given === undefined ? fallback : Number(given);
    if (!Number.isFinite(number)) throw new Error(`--${name} wants a number, not ${String(given)}`);
    result[name] = number;
  }
  return /** @type {Record<Name, number>} */ (result);
}
