import fc from "fast-check";
import { expect, it } from "vitest";

import { Ledger } from "./support/ledger.js";
import { operations, Step, type Draw } from "./support/operations.js";
import { runs } from "./support/runs.js";

const huge = Number.MAX_SAFE_INTEGER;

/** Small, so that amounts and balances meet in every order; now and then as large as they get. */
const amount = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 60 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, huge, huge - 1, Math.floor(huge / 2)) },
);

const draw: fc.Arbitrary<Draw> = fc.record({
  at: fc.nat({ max: 20 }),
  other: fc.nat({ max: 20 }),
  amounts: fc.tuple(amount, fc.oneof(amount, fc.integer({ min: 60, max: 500 })), amount),
  unit: fc.constantFrom("tokens", "tokens", "tokens", "calls"),
});

/**
 * Any sequence of operations, those that must be refused included: no unit is ever lost or made, whatever succeeds or
 * fails, and the runtime agrees with the model about every handle after every step.
 */
it("remaining + outstanding + spent = issued, to the unit, over any sequence of operations", () => {
  const seen = new Map<string, number>();
  // Budgets are issued more often than anything is done to them: a run that has none left does nothing.
  const [issue] = operations;
  const weighted = [...operations, ...Array.from({ length: 6 }, () => issue)].filter(
    (operation) => operation !== undefined,
  );
  const commands = weighted.map((operation) => draw.map((drawn) => new Step(operation, drawn, seen)));

  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 60, size: "max" }), (steps) => {
      fc.modelRun(() => {
        const ledger = new Ledger();
        return { model: ledger, real: ledger };
      }, steps);
    }),
    runs,
  );

  const steps = [...seen.values()].reduce((sum, count) => sum + count, 0);
  process.stdout.write(`conservation: ${steps.toLocaleString("en")} operations in ${runs.numRuns} runs\n`);
  const possible = operations.flatMap(({ name, outcomes }) =>
    outcomes.map((outcome) => `${name}: ${outcome}`),
  );
  expect([...seen.keys()].sort()).toEqual(possible.sort());
});
