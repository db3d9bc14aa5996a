import fc from "fast-check";
import { expect, it } from "vitest";

import { budgetOf } from "./support/badInputs.js";
import { equal, refusal } from "./support/refusals.js";
import { runs } from "./support/runs.js";
import { BudgetPool, type AnyReservation } from "./support/untyped.js";

type Move = "reserve" | "commit" | "cancel" | "dispose" | "drain";

const step = fc.record({
  move: fc.constantFrom<Move[]>("reserve", "reserve", "commit", "commit", "cancel", "dispose", "drain"),
  at: fc.nat({ max: 7 }),
  amount: fc.integer({ min: 0, max: 40 }),
});

/**
 * Reservations of one pool, resolved in any order, more than once, over their amount: the pool agrees with the model
 * after every step, and `available + outstanding + spent + drained = issued ≤ cap`.
 */
it("a pool keeps every unit accounted for, over any sequence of operations", () => {
  const seen = new Set<string>();

  fc.assert(
    fc.property(fc.integer({ min: 0, max: 150 }), fc.array(step, { maxLength: 25 }), (issued, steps) => {
      const cap = issued + 10;
      const pool = new BudgetPool(budgetOf(issued, cap));
      const reservations: {
        handle: AnyReservation;
        amount: number;
        resolved: "no" | "by a call" | "over-run";
      }[] = [];
      let [available, spent, drained] = [issued, 0, 0];

      for (const { move, at, amount } of steps) {
        const held = reservations[at % Math.max(1, reservations.length)];
        let refused: string | null = null;

        if (move === "reserve") {
          if (amount > available) {
            refused = refusal(() => pool.reserve(amount));
            equal("reserve", refused, "INSUFFICIENT_FUNDS");
          } else {
            reservations.push({ handle: pool.reserve(amount), amount, resolved: "no" });
            available -= amount;
          }
        } else if (move === "drain") {
          equal("drain", pool.drain().close(), available);
          drained += available;
          available = 0;
        } else if (held !== undefined) {
          refused = refusal(() => resolve(held.handle, move, amount));
          if (move === "dispose") {
            equal("dispose", refused, null);
            if (held.resolved === "no") spent += held.amount;
            if (held.resolved === "no") held.resolved = "by a call";
          } else if (held.resolved !== "no") {
            equal("again", refused, held.resolved === "over-run" ? "OVERRUN" : "ALREADY_RESOLVED");
          } else if (move === "commit" && amount > held.amount) {
            equal("commit", refused, "OVERRUN");
            spent += held.amount;
            held.resolved = "over-run";
          } else {
            equal(move, refused, null);
            const cost = move === "commit" ? amount : 0;
            spent += cost;
            available += held.amount - cost;
            held.resolved = "by a call";
          }
        }
        seen.add(`${move}: ${refused ?? "ok"}`);

        const outstanding = reservations.reduce(
          (sum, { amount: n, resolved }) => sum + (resolved === "no" ? n : 0),
          0,
        );
        equal("available", pool.available, available);
        equal("outstanding", pool.outstanding, outstanding);
        equal("spent", pool.spent, spent);
        equal("drained", pool.drained, drained);
        equal("issued", pool.available + pool.outstanding + pool.spent + pool.drained, issued);
        equal("cap", pool.cap, cap);
      }
    }),
    runs,
  );

  expect([...seen].sort()).toEqual([
    "cancel: ALREADY_RESOLVED",
    "cancel: OVERRUN",
    "cancel: ok",
    "commit: ALREADY_RESOLVED",
    "commit: OVERRUN",
    "commit: ok",
    "dispose: ok",
    "drain: ok",
    "reserve: INSUFFICIENT_FUNDS",
    "reserve: ok",
  ]);
});

function resolve(
  reservation: AnyReservation,
  move: "commit" | "cancel" | "dispose",
  amount: number,
): unknown {
  switch (move) {
    case "commit":
      return reservation.commit(amount);
    case "cancel":
      return reservation.cancel();
    case "dispose":
      // Its work is done when it returns; the promise only says so.
      return reservation[Symbol.asyncDispose]();
  }
}
