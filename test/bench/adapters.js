// @ts-check
/**
 * What a guard adds to a call: the real client of each SDK, in a process of its own, with a guard and without, on a server
 * that answers at once, in another process on the loopback. Measures the built package: `npm run build` first.
 *
 * The calls come in rounds, in every order in turn, over the same connection, and the figure is the median of the
 * rounds' differences by the clock: the aim is one of latency. Beside it, that of the processor time of the client's
 * process, which other work on the machine changes less. The third contender has a hook that does nothing where the guard
 * would be: what it adds is the SDK's, and no guard can do without it.
 */
import { execFile, spawn } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

import { numbersFrom } from "./shared/commandLine.js";
import { intervalText, printAim, printConditions } from "./shared/print.js";
import { median, medianInterval } from "./shared/statistics.js";

/** Microseconds. */
const aim = 50;
const clients = ["openai", "anthropic", "ai-sdk", "langchain", "openai-agents"];
const { rounds, warm } = numbersFrom("bench:adapters", "What a guard adds to a call, in microseconds.", {
  rounds: {
    fallback: 2_000,
    means: "of a call without a guard, one with an idle hook, and one with a guard",
  },
  warm: { fallback: 2_000, means: "rounds before those that count, until all of it is compiled" },
});
printConditions(`${rounds} rounds for each SDK after ${warm} to warm up`);

const folder = path.join(import.meta.dirname, "adapters");
const server = spawn(process.execPath, [path.join(folder, "server.js")], {
  stdio: ["pipe", "pipe", "inherit"],
});
try {
  const port = await new Promise((resolve, reject) => {
    server.on("error", reject);
    server.stdout.once("data", (line) => resolve(Number(line)));
  });
  for (const which of clients) {
    const { name, costs } = await measured(which, port);
    const { bare, added, interval, hook } = figuresOf(costs, "clock");
    const work = figuresOf(costs, "processor");
    printAim(
      `a guard adds at most ${aim} µs to a call of ${name}`,
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
 * @param {string} which
 * @param {number} port
 * @returns {Promise<{ name: string, costs: import("./adapters/Contenders.js").Round[] }>}
 */
async function measured(which, port) {
  const args = [path.join(folder, "client.js"), which, String(port), String(rounds), String(warm)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout);
}

/**
 * @param {readonly import("./adapters/Contenders.js").Round[]} costs of the rounds
 * @param {keyof import("./adapters/Contenders.js").Cost} kind
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
