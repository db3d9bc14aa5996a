import { BudgetCell, InsufficientFundsError, OverrunError, type Budget, type Receipt } from "affine-budget";
import { BudgetMint } from "affine-budget/testing";
import { expect, it } from "vitest";

import { explore, summary, type Step } from "./support/explore.js";
import { refused } from "./support/refused.js";
import { multinomial } from "./support/schedules.js";

const cap: number = 60;
const mint = BudgetMint.forTesting();

/** What is outside the cell: budgets in the tasks' hands, receipts that wait, and units that are gone. */
class Outside {
  readonly hands = new Set<Hand>();
  spent = 0;
  drained = 0;

  get outstanding(): number {
    let sum = 0;
    for (const { budget, receipt } of this.hands) sum += (budget?.remaining ?? 0) + (receipt?.reserved ?? 0);
    return sum;
  }
}

interface Hand {
  budget: Budget | null;
  receipt: Receipt | null;
}

/** One task's steps on a cell that it shares; each step does nothing when an earlier one was refused. */
function holder(cell: BudgetCell, outside: Outside) {
  const hand: Hand = { budget: null, receipt: null };
  outside.hands.add(hand);

  return {
    spend: (amount: number) => () => {
      if (amount > cell.remaining) {
        refused(() => cell.spend(amount), InsufficientFundsError);
        return;
      }
      cell.spend(amount);
      outside.spent += amount;
    },
    withdraw: (amount: number) => () => {
      if (amount > cell.remaining) {
        refused(() => cell.withdraw(amount), InsufficientFundsError);
        return;
      }
      hand.budget = cell.withdraw(amount);
    },
    deposit: () => {
      if (hand.budget === null) return;
      const budget = hand.budget;
      hand.budget = null;
      cell.deposit(budget);
    },
    reserve: (amount: number) => () => {
      if (hand.budget !== null) [hand.budget, hand.receipt] = hand.budget.reserve(amount);
    },
    settle: (actual: number) => () => {
      if (hand.budget === null || hand.receipt === null) return;
      hand.budget = hand.receipt.settle(hand.budget, actual);
      hand.receipt = null;
      outside.spent += actual;
    },
    /** Billed for more than the receipt and the budget beside it hold: what was reserved is spent. */
    overrun: (actual: number) => () => {
      const { budget, receipt } = hand;
      if (budget === null || receipt === null) return;
      const { reserved } = receipt;
      refused(() => receipt.settle(budget, actual), OverrunError);
      receipt.forfeit();
      hand.receipt = null;
      outside.spent += reserved;
    },
    close: () => {
      if (hand.budget === null) return;
      outside.drained += hand.budget.close();
      hand.budget = null;
    },
  };
}

it("a BudgetCell keeps every unit accounted for under every schedule of three tasks with four steps each", async () => {
  const exploration = await explore(() => {
    const cell = new BudgetCell(mint.issue(cap));
    const outside = new Outside();
    const [saver, caller, unlucky] = [holder(cell, outside), holder(cell, outside), holder(cell, outside)];
    const tasks: readonly (readonly Step[])[] = [
      [saver.spend(7), saver.withdraw(20), saver.deposit, saver.spend(31)],
      [caller.withdraw(31), caller.reserve(23), caller.settle(19), caller.deposit],
      [unlucky.withdraw(12), unlucky.reserve(10), unlucky.overrun(13), unlucky.close],
    ];
    return {
      tasks,
      check() {
        const total = cell.remaining + outside.outstanding + outside.spent + outside.drained;
        if (total !== cap) throw new Error(`${total} units, but ${cap} were issued`);
        if (cell.remaining > cap) throw new Error("over the cap");
      },
      outcome: () => `available ${cell.remaining}, spent ${outside.spent}, drained ${outside.drained}`,
    };
  });

  process.stdout.write(summary("cell", exploration));
  expect(exploration.schedules).toBe(multinomial([4, 4, 4]));
  expect(exploration.schedules).toBe(34_650);
  expect(exploration.outcomes.size).toBeGreaterThan(1);
});
