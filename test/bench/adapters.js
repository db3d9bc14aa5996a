// @ts-check
/**
 * What a guard adds to a call: the real client of each SDK with a guard and without, on a server that answers at once, in a
 * process of its own on the loopback. Measures the built package: `npm run build` first.
 *
 * The calls come in rounds, in turn first, second and third, over the same connection, and the figure is the median of the
 * rounds' differences by the clock: the aim is one of latency. Beside it, that of the processor time of this process, which
 * other work on the machine changes less. The third contender has a hook that does nothing where the guard would be: what
 * it adds is the SDK's, and no guard can do without it.
 */
import { spawn } from "node:child_process";
import path from "node:path";

import { contendersAt } from "./adapters/clients.js";
import { numbersFrom } from "./shared/commandLine.js";
import { intervalText, printAim, printConditions } from "./shared/print.js";
import { median, medianInterval } from "./shared/statistics.js";

/** Microseconds. */
const aim = 50;
const contenders = /** @type {const} */ (["bare", "hooked", "guarded"]);
const { rounds, warm } = numbersFrom("bench:adapters", "What a guard adds to a call, in microseconds.", {
  rounds: {
    fallback: 2_000,
    means: "of a call without a guard, one with an idle hook, and one with a guard",
  },
  warm: { fallback: 2_000, means: "rounds before those that count, until all of it is compiled" },
});
printConditions(`${rounds} rounds for each SDK after ${warm} to warm up`);

/** @typedef {Record<"clock" | "processor", number>} Cost in microseconds */
/** @type {Cost} */
const free = { clock: 0, processor: 0 };

const server = spawn(process.execPath, [path.join(import.meta.dirname, "adapters/server.js")], {
  stdio: ["pipe", "pipe", "inherit"],
});
try {
  const port = await new Promise((resolve, reject) => {
    server.on("error", reject);
    server.stdout.once("data", (line) => resolve(Number(line)));
  });
  for (const client of contendersAt(`http://127.0.0.1:${port}`)) {
    /** @type {Record<typeof contenders[number], Cost>[]} */
    const costs = [];
    for (let round = -warm; round < rounds; round++) {
      const cost = { bare: free, hooked: free, guarded: free };
      for (let turn = 0; turn < contenders.length; turn++) {
        const contender = contenders[(round + warm + turn) % contenders.length] ?? "bare";
        cost[contender] = await costOf(client[contender]);
      }
      if (round >= 0) costs.push(cost);
    }
    const { bare, added, interval, hook } = figuresOf(costs, "clock");
    const work = figuresOf(costs, "processor");
    printAim(
      `a guard adds at most ${aim} µs to a call of ${client.name}`,
      added <= aim,
      `${added.toFixed(0)} µs (${interval}) to ${bare.toFixed(0)} µs, an idle hook ${hook.toFixed(0)} µs; ` +
        `of processor time ${work.added.toFixed(0)} µs (${work.interval}) to ${work.bare.toFixed(0)} µs, ` +
        `an idle hook ${work.hook.toFixed(0)} µs`,
    );
  }
} finally {
  server.stdin.end();
}

/**
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

/**
 * @param {readonly Record<typeof contenders[number], Cost>[]} costs of the rounds
 * @param {keyof Cost} kind
 */
function figuresOf(costs, kind) {
  const differences = costs.map((cost) => cost.guarded[kind] - cost.bare[kind]);
  return {
    bare: median(costs.map((cost) => cost.bare[kind])),
    hook: median(costs.map((cost) => cost.hooked[kind] - cost.bare[kind])),
    added: median(differences),
    interval: intervalText(medianInterval(differences), 0),
  };
}
