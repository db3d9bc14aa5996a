import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { budgetOf } from "./support/badInputs.js";
import { handleClasses } from "./support/handles.js";
import { equal, refusal } from "./support/refusals.js";
import { runs } from "./support/runs.js";

describe.each(handleClasses)("a moved $name", ({ live, moves, borrows, answersWhenMoved }) => {
  it("refuses every operation, however it was moved, and however often it is tried", () => {
    const trials = fc.array(fc.constantFrom(...moves, ...borrows), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...moves), trials, ([movedBy, move], tried) => {
        const handle = live();
        move(handle);
        for (const [name, use] of tried) {
          equal(
            `${name} after ${movedBy}`,
            refusal(() => use(handle)),
            "USE_AFTER_MOVE",
          );
        }
      }),
      runs,
    );
  });

  it("still says of what unit it was, and a live one answers everything", () => {
    for (const [, borrow] of [...borrows, ...answersWhenMoved])
      expect(refusal(() => borrow(live()))).toBeNull();
    for (const [, move] of moves) {
      const handle = live();
      move(handle);
      for (const [, answer] of answersWhenMoved) expect(refusal(() => answer(handle))).toBeNull();
    }
  });
});

it("an operation refused for a moved argument leaves its receiver live", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), (amount) => {
      const moved = budgetOf(amount);
      moved.close();
      const [rest, receipt] = budgetOf(amount).reserve(amount);
      equal(
        "settle",
        refusal(() => receipt.settle(moved, 0)),
        "USE_AFTER_MOVE",
      );
      const refund = receipt.confirm(0);
      equal(
        "applyTo",
        refusal(() => refund.applyTo(moved)),
        "USE_AFTER_MOVE",
      );
      equal(
        "merge",
        refusal(() => rest.merge(moved)),
        "USE_AFTER_MOVE",
      );
      equal("all of it", refund.applyTo(rest).close(), amount);
    }),
    runs,
  );
});
