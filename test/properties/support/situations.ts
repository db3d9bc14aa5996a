/**
 * The runtime's operations, each in a situation where it would succeed, to be spoilt by one bad input. The situation
 * knows how to tell that nothing has changed, and that everything in it can still be used.
 */
import type { BudgetErrorCode } from "affine-budget";

import { budgetOf } from "./badInputs.js";
import { equal } from "./refusals.js";
import { BudgetCell, BudgetPool, issue } from "./untyped.js";

/** What a run chooses: a balance, and an amount that it covers. */
export interface Choice {
  readonly balance: number;
  readonly amount: number;
}

export interface Situation {
  /** The operation with this input in place of the right one. */
  readonly attempt: (input: unknown) => unknown;
  /** Every handle of the situation is live and holds what it held. Throws if not. Uses them up. */
  readonly intact: () => void;
}

export interface SpoiltOperation {
  readonly name: string;
  /** What the input stands for. */
  readonly takes: "amount" | "budget";
  /** An amount that is one, but more than the situation can bear; and the refusal. */
  readonly excessive?: { readonly amount: (choice: Choice) => number; readonly code: BudgetErrorCode };
  readonly set: (choice: Choice) => Situation;
}

const moreThanAll = {
  amount: ({ balance }: Choice) => balance + 1,
  code: "INSUFFICIENT_FUNDS",
} as const;

/** An operation of a budget on an amount. */
function onBudget(
  name: "spend" | "split" | "reserve" | "stream" | "covers" | "trySpend" | "trySplit" | "tryReserve",
): SpoiltOperation {
  const throwsIfShort = name === "spend" || name === "split" || name === "reserve" || name === "stream";
  return {
    name,
    takes: "amount",
    ...(throwsIfShort ? { excessive: moreThanAll } : {}),
    set: ({ balance }: Choice): Situation => {
      const budget = budgetOf(balance);
      return {
        attempt: (input) => budget[name](input),
        intact: () => {
          equal("remaining", budget.remaining, balance);
          equal("close", budget.close(), balance);
        },
      };
    },
  };
}

/** A split into several, with the bad one among good ones. */
function onSeveral(name: "split" | "trySplit", at: 0 | 1 | 2): SpoiltOperation {
  return {
    name: `${name}, amount ${at + 1} of 3`,
    takes: "amount",
    ...(name === "split" ? { excessive: moreThanAll } : {}),
    set: ({ balance }: Choice): Situation => {
      const budget = budgetOf(balance);
      return {
        attempt: (input) => budget[name](...[0, 1, 2].map((i) => (i === at ? input : 0))),
        intact: () => {
          equal("close", budget.close(), balance);
        },
      };
    },
  };
}

export const spoiltOperations: readonly SpoiltOperation[] = [
  {
    name: "issue",
    takes: "amount",
    excessive: { amount: ({ balance }) => balance + 1, code: "CAP_EXCEEDED" },
    set: ({ balance }) => ({
      attempt: (input) => issue(input, { max: balance }),
      intact: () => {
        equal("issue", issue(balance, { max: balance }).remaining, balance);
      },
    }),
  },
  {
    name: "issue, its max",
    takes: "amount",
    set: ({ balance }) => ({
      // Without a max, the amount is the max.
      attempt: (input) => issue(balance, { max: input === undefined ? null : input }),
      intact: () => {
        equal("issue", issue(balance, { max: balance }).remaining, balance);
      },
    }),
  },
  onBudget("spend"),
  onBudget("split"),
  onSeveral("split", 0),
  onSeveral("split", 1),
  onSeveral("split", 2),
  onBudget("reserve"),
  onBudget("stream"),
  onBudget("covers"),
  onBudget("trySpend"),
  onBudget("trySplit"),
  onSeveral("trySplit", 2),
  onBudget("tryReserve"),
  {
    name: "merge",
    takes: "budget",
    set: ({ balance }: Choice): Situation => {
      const budget = budgetOf(balance);
      return {
        attempt: (input) => budget.merge(input),
        intact: () => {
          equal("close", budget.close(), balance);
        },
      };
    },
  },
  {
    name: "Receipt.confirm",
    takes: "amount",
    set: ({ balance, amount }: Choice): Situation => {
      const [rest, receipt] = budgetOf(balance).reserve(amount);
      return {
        attempt: (input) => receipt.confirm(input),
        intact: () => {
          equal("reserved", receipt.reserved, amount);
          equal("all of it", receipt.confirm(0).applyTo(rest).close(), balance);
        },
      };
    },
  },
  {
    name: "Receipt.settle, the actual cost",
    takes: "amount",
    set: ({ balance, amount }: Choice): Situation => {
      const [rest, receipt] = budgetOf(balance).reserve(amount);
      return {
        attempt: (input) => receipt.settle(rest, input),
        intact: () => {
          equal("all of it", receipt.settle(rest, 0).close(), balance);
        },
      };
    },
  },
  {
    name: "Receipt.settle, the budget",
    takes: "budget",
    set: ({ balance, amount }: Choice): Situation => {
      const [rest, receipt] = budgetOf(balance).reserve(amount);
      return {
        attempt: (input) => receipt.settle(input, 0),
        intact: () => {
          equal("all of it", receipt.settle(rest, 0).close(), balance);
        },
      };
    },
  },
  {
    name: "Refund.applyTo",
    takes: "budget",
    set: ({ balance, amount }: Choice): Situation => {
      const [rest, receipt] = budgetOf(balance).reserve(amount);
      const refund = receipt.confirm(0);
      return {
        attempt: (input) => refund.applyTo(input),
        intact: () => {
          equal("amount", refund.amount, amount);
          equal("all of it", refund.applyTo(rest).close(), balance);
        },
      };
    },
  },
  {
    name: "StreamingReceipt.chunk",
    takes: "amount",
    set: ({ balance, amount }: Choice): Situation => {
      const [rest, receipt] = budgetOf(balance).stream(amount);
      return {
        attempt: (input) => {
          receipt.chunk(input);
        },
        intact: () => {
          equal("confirmed", receipt.confirmed, 0);
          equal("all of it", receipt.close().applyTo(rest).close(), balance);
        },
      };
    },
  },
  {
    name: "new BudgetCell",
    takes: "budget",
    set: () => ({ attempt: (input) => new BudgetCell(input), intact: () => undefined }),
  },
  {
    name: "BudgetCell.spend",
    takes: "amount",
    excessive: moreThanAll,
    set: ({ balance }: Choice): Situation => {
      const cell = new BudgetCell(budgetOf(balance));
      return {
        attempt: (input) => {
          cell.spend(input);
        },
        intact: () => {
          equal("remaining", cell.remaining, balance);
          equal("withdraw", cell.withdraw(balance).remaining, balance);
        },
      };
    },
  },
  {
    name: "BudgetCell.withdraw",
    takes: "amount",
    excessive: moreThanAll,
    set: ({ balance }: Choice): Situation => {
      const cell = new BudgetCell(budgetOf(balance));
      return {
        attempt: (input) => cell.withdraw(input),
        intact: () => {
          equal("withdraw", cell.withdraw(balance).remaining, balance);
        },
      };
    },
  },
  {
    name: "BudgetCell.deposit",
    takes: "budget",
    set: ({ balance }: Choice): Situation => {
      const cell = new BudgetCell(budgetOf(balance));
      return {
        attempt: (input) => {
          cell.deposit(input);
        },
        intact: () => {
          equal("withdraw", cell.withdraw(balance).remaining, balance);
        },
      };
    },
  },
  {
    name: "new BudgetPool",
    takes: "budget",
    // A pool may be of any unit: what is foreign to tokens is refused by whoever mixes them.
    set: () => ({
      attempt: (input) => new BudgetPool(input),
      intact: () => undefined,
    }),
  },
  {
    name: "BudgetPool.reserve",
    takes: "amount",
    excessive: moreThanAll,
    set: ({ balance }: Choice): Situation => {
      const pool = new BudgetPool(budgetOf(balance));
      return {
        attempt: (input) => pool.reserve(input),
        intact: () => {
          equal("outstanding", pool.outstanding, 0);
          equal("drain", pool.drain().close(), balance);
        },
      };
    },
  },
  {
    name: "Reservation.commit",
    takes: "amount",
    set: ({ balance, amount }: Choice): Situation => {
      const pool = new BudgetPool(budgetOf(balance));
      const reservation = pool.reserve(amount);
      return {
        attempt: (input) => reservation.commit(input),
        intact: () => {
          equal("outstanding", pool.outstanding, amount);
          reservation.cancel();
          equal("drain", pool.drain().close(), balance);
        },
      };
    },
  },
];
