// @ts-check
/**
 * What the runtime costs, beside what people write instead. Measures the built package: `npm run build` first.
 *
 * The contenders take turns within every round, so that a change of the machine's speed meets all of them, and a row
 * gives the median of the rounds. Prints each aim and whether this run met it; never fails, for it is no test.
 */
import { BudgetMint } from "affine-budget/testing";

import { Counter, LockedCounter } from "./contenders.js";
import { heapOfBudgets } from "./heap.js";
import { measure } from "./measure.js";
import { table } from "./table.js";

const mint = BudgetMint.forTesting();
/** More than any contender spends here, and a small integer to the engine, as budgets of tokens are. */
const ample = 1_000_000_000;
const issue = () => mint.issue(/** @type {number} */ (ample));

/** Amounts that the compiler cannot fold. */
const amounts = Int32Array.from({ length: 1024 }, (_, i) => 1 + ((i * 7) % 13));
/** @param {number} i */
const amount = (i) => /** @type {number} */ (amounts[i & 1023]);

/** @type {import("./measure.js").Operation[]} */
const operations = [
  {
    name: "spend",
    contenders: {
      budget(n) {
        let budget = issue();
        for (let i = 0; i < n; i++) budget = budget.spend(amount(i));
        return budget.remaining;
      },
      counter(n) {
        const counter = new Counter(ample);
        for (let i = 0; i < n; i++) counter.spend(amount(i));
        return counter.remaining;
      },
      async lock(n) {
        const counter = new LockedCounter(ample);
        for (let i = 0; i < n; i++) await counter.spend(amount(i));
        return counter.remaining;
      },
    },
  },
  {
    name: "split",
    contenders: {
      budget(n) {
        let budget = issue();
        let sum = 0;
        for (let i = 0; i < n; i++) {
          const [part, rest] = budget.split(amount(i));
          sum += part.remaining;
          budget = rest;
        }
        return sum + budget.remaining;
      },
      counter(n) {
        const counter = new Counter(ample);
        let sum = 0;
        for (let i = 0; i < n; i++) sum += counter.split(amount(i)).remaining;
        return sum + counter.remaining;
      },
      async lock(n) {
        const counter = new LockedCounter(ample);
        let sum = 0;
        for (let i = 0; i < n; i++) sum += (await counter.split(amount(i))).remaining;
        return sum + counter.remaining;
      },
    },
  },
  {
    name: "merge",
    // The parts are made before the clock starts.
    prepare: {
      budget(n) {
        let rest = issue();
        /** @type {import("affine-budget").Budget[]} */
        const parts = [];
        for (let i = 0; i < n; i++) {
          const [part, next] = rest.split(amount(i));
          parts.push(part);
          rest = next;
        }
        return { whole: rest, parts };
      },
      counter(n) {
        const whole = new Counter(ample);
        return { whole, parts: Array.from({ length: n }, (_, i) => whole.split(amount(i))) };
      },
      async lock(n) {
        const whole = new LockedCounter(ample);
        const parts = [];
        for (let i = 0; i < n; i++) parts.push(await whole.split(amount(i)));
        return { whole, parts };
      },
    },
    contenders: {
      budget(_n, { whole, parts }) {
        let budget = whole;
        for (const part of parts) budget = budget.merge(part);
        return budget.remaining;
      },
      counter(_n, { whole, parts }) {
        for (const part of parts) whole.merge(part);
        return whole.remaining;
      },
      async lock(_n, { whole, parts }) {
        for (const part of parts) await whole.merge(part);
        return whole.remaining;
      },
    },
  },
  {
    name: "reserve + settle",
    contenders: {
      budget(n) {
        let budget = issue();
        for (let i = 0; i < n; i++) {
          const [rest, receipt] = budget.reserve(16);
          budget = receipt.settle(rest, amount(i));
        }
        return budget.remaining;
      },
      counter(n) {
        const counter = new Counter(ample);
        for (let i = 0; i < n; i++) {
          counter.spend(16);
          counter.refund(16 - amount(i));
        }
        return counter.remaining;
      },
      async lock(n) {
        const counter = new LockedCounter(ample);
        for (let i = 0; i < n; i++) {
          await counter.spend(16);
          await counter.refund(16 - amount(i));
        }
        return counter.remaining;
      },
    },
  },
];

console.log(
  `Node ${process.version}, ${process.arch}; medians of rounds in which the contenders take turns\n`,
);

const results = [];
for (const operation of operations) results.push(await measure(operation));
console.log(table(results));

const spend = results.find(({ name }) => name === "spend");
const ratio = spend === undefined ? NaN : spend.nanoseconds.budget / spend.nanoseconds.counter;
const heap = heapOfBudgets(mint, 1_000_000);

console.log(
  `a million live budgets: ${heap === null ? "unknown (run node with --expose-gc)" : `${heap.toFixed(0)} MB`}\n`,
);
aim("spend takes at most 3 times as long as a plain counter's", ratio <= 3, `${ratio.toFixed(1)} times`);
aim(
  "a million live budgets take at most 100 MB",
  heap !== null && heap <= 100,
  `${heap?.toFixed(0) ?? "?"} MB`,
);

/**
 * @param {string} text
 * @param {boolean} held
 * @param {string} measured
 */
function aim(text, held, measured) {
  console.log(`${held ? "held  " : "missed"}  ${text}: ${measured}`);
}
