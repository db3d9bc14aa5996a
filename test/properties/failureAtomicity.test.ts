import fc from "fast-check";
import { describe, it } from "vitest";

import { badAmounts, badBudgets, budgetOf, type BadInput } from "./support/badInputs.js";
import { equal, refusal } from "./support/refusals.js";
import { runs } from "./support/runs.js";
import { spoiltOperations, type Choice } from "./support/situations.js";
import { BudgetCell } from "./support/untyped.js";

/** A balance, and an amount of at least one unit that it covers. */
const choice: fc.Arbitrary<Choice> = fc
  .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.nat())
  .map(([balance, n]) => ({ balance, amount: 1 + (n % balance) }));

/** A constructor takes a budget of any unit: there is nothing that it would have to match. */
const acceptsAnyUnit = new Set(["new BudgetCell", "new BudgetPool"]);

describe("a refused operation throws the right error and changes nothing, whatever the bad input", () => {
  for (const operation of spoiltOperations) {
    const { name, takes, excessive } = operation;
    const inputs = (takes === "amount" ? badAmounts : badBudgets).filter(
      ({ code }) => code !== "UNIT_MISMATCH" || !acceptsAnyUnit.has(name),
    );

    it(`${name}: bad ${takes}`, () => {
      const spoilt = fc.constantFrom(...inputs).chain((bad) => fc.tuple(fc.constant(bad), bad.value, choice));
      fc.assert(
        fc.property(spoilt, ([bad, value, chosen]: [BadInput, unknown, Choice]) => {
          const situation = operation.set(chosen);
          equal(
            bad.kind,
            refusal(() => situation.attempt(value)),
            bad.code,
          );
          situation.intact();
        }),
        runs,
      );
    });

    if (excessive === undefined) continue;
    it(`${name}: an amount over what there is`, () => {
      fc.assert(
        fc.property(choice, (chosen) => {
          const situation = operation.set(chosen);
          equal(
            "excess",
            refusal(() => situation.attempt(excessive.amount(chosen))),
            excessive.code,
          );
          situation.intact();
        }),
        runs,
      );
    });
  }

  it("merge, settle, applyTo and deposit: over the cap, and the argument is still live too", () => {
    const over = fc.record({
      max: fc.integer({ min: 0, max: 1_000 }),
      over: fc.integer({ min: 1, max: 1_000 }),
    });
    fc.assert(
      fc.property(over, ({ max, over: excess }) => {
        const [full, other] = [budgetOf(max, max), budgetOf(excess)];
        equal(
          "merge",
          refusal(() => full.merge(other)),
          "CAP_EXCEEDED",
        );
        equal("other", other.remaining, excess);

        const [rest, receipt] = other.reserve(excess);
        equal(
          "settle",
          refusal(() => receipt.settle(full, 0)),
          "CAP_EXCEEDED",
        );
        const refund = receipt.confirm(0);
        equal(
          "applyTo",
          refusal(() => refund.applyTo(full)),
          "CAP_EXCEEDED",
        );
        const whole = refund.applyTo(rest);

        const cell = new BudgetCell(full);
        const deposit = () => {
          cell.deposit(whole);
        };
        equal("deposit", refusal(deposit), "CAP_EXCEEDED");
        equal("cell", cell.remaining, max);
        equal("whole", whole.close(), excess);
      }),
      runs,
    );
  });
});
