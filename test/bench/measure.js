// @ts-check

/** @typedef {"budget" | "counter" | "lock"} Contender */

/**
 * @typedef {object} Operation
 * @property {string} name
 * @property {Record<Contender, (n: number, prepared: any) => number | Promise<number>>} contenders does the operation
 *   n times; what it returns keeps the optimiser from dropping the work
 * @property {Record<Contender, (n: number) => any>} [prepare] makes, outside the measured time, what n operations need
 */

/** @typedef {{ readonly name: string, readonly nanoseconds: Record<Contender, number> }} Result */

export const contenders = /** @type {const} */ (["budget", "counter", "lock"]);

const rounds = 21;
const warmUpRounds = 5;
/** Long enough for the clock, short enough for the prepared budgets of a merge to fit into memory. */
const repetitions = { budget: 200_000, counter: 200_000, lock: 50_000 };

/** Keeps every result alive, so that no loop is dead code. */
let sink = 0;

/**
 * @param {Operation} operation
 * @returns {Promise<Result>} median nanoseconds per operation of each contender
 */
export async function measure(operation) {
  /** @type {Record<Contender, number[]>} */
  const samples = { budget: [], counter: [], lock: [] };

  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const contender of contenders) {
      const n = repetitions[contender];
      const prepared = await operation.prepare?.[contender](n);
      const started = process.hrtime.bigint();
      const pending = operation.contenders[contender](n, prepared);
      sink += typeof pending === "number" ? pending : await pending;
      const elapsed = Number(process.hrtime.bigint() - started);
      if (round >= 0) samples[contender].push(elapsed / n);
    }
  }
  if (Number.isNaN(sink)) throw new Error("a contender returned no number");

  return {
    name: operation.name,
    nanoseconds: {
      budget: median(samples.budget),
      counter: median(samples.counter),
      lock: median(samples.lock),
    },
  };
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return /** @type {number} */ (sorted[middle]);
}
