// @ts-check
/**
 * What a guard adds to a call: the real client of each SDK with a guard and without, on a server that answers at once, in a
 * process of its own on the loopback. Measures the built package: `npm run build` first.
 *
 * The calls come in pairs, in turn first and second, and the result is the median of the pairs' differences: of the time by
 * the clock, and of the processor time of this process, which other work on the machine hardly changes.
 */
import { spawn } from "node:child_process";
import path from "node:path";

import { pairsOf } from "./adapters/clients.js";
import { numbersFrom } from "./shared/commandLine.js";
import { intervalText, printAim, printConditions } from "./shared/print.js";
import { median, medianInterval } from "./shared/statistics.js";

/** Microseconds. */
const aim = 50;
const { pairs, warm } = numbersFrom("bench:adapters", "What a guard adds to a call, in microseconds.", {
  pairs: { fallback: 2_000, means: "of calls with and without a guard, for each SDK" },
  warm: { fallback: 500, means: "pairs before those that count" },
});
printConditions(`${pairs} pairs for each SDK after ${warm} to warm up`);

const server = spawn(process.execPath, [path.join(import.meta.dirname, "adapters/server.js")], {
  stdio: ["pipe", "pipe", "inherit"],
});
try {
  const port = await new Promise((resolve, reject) => {
    server.on("error", reject);
    server.stdout.once("data", (line) => resolve(Number(line)));
  });
  for (const { name, bare, guarded } of pairsOf(`http://127.0.0.1:${port}`)) {
    for (let pair = 0; pair < warm; pair++) {
      await bare();
      await guarded();
    }
    /** @type {{ without: Cost, with: Cost }[]} */
    const costs = [];
    for (let pair = 0; pair < pairs; pair++) {
      if (pair % 2 === 0) {
        const without = await costOf(bare);
        costs.push({ without, with: await costOf(guarded) });
      } else {
        const guardedCost = await costOf(guarded);
        costs.push({ without: await costOf(bare), with: guardedCost });
      }
    }
    for (const kind of /** @type {const} */ (["clock", "processor"])) {
      const added = costs.map((cost) => cost.with[kind] - cost.without[kind]);
      const without = median(costs.map((cost) => cost.without[kind]));
      const figure = median(added);
      printAim(
        `a guard adds at most ${aim} µs to a call of ${name}, by the ${kind}`,
        figure <= aim,
        `${figure.toFixed(1)} µs (${intervalText(medianInterval(added), 1)}), to ${without.toFixed(0)} µs`,
      );
    }
  }
} finally {
  server.stdin.end();
}

/**
 * @typedef {{ readonly clock: number, readonly processor: number }} Cost in microseconds
 * @param {() => Promise<unknown>} call
 * @returns {Promise<Cost>}
 */
async function costOf(call) {
  const start = performance.now();
  const before = process.cpuUsage();
  await call();
  const { user, system } = process.cpuUsage(before);
  return { clock: (performance.now() - start) * 1_000, processor: user + system };
}
