import { type Budget, BudgetCell, InsufficientFundsError, UseAfterMoveError } from "affine-budget";
import { BudgetMint } from "affine-budget/testing";

import { ask, clientAt } from "../support/openai.js";
import { cap, children, estimated, maxOutput, question } from "../support/fanOut.js";
import type { Condition } from "./Condition.js";
import { made } from "./made.js";

/** Looks at the shared budget, calls, and debits it when the bill comes: by then, everybody else has looked as well. */
export const sharedCheckThenDebit: Condition = {
  name: "shared budget, checked, then debited",
  paper: "30/30",
  over: "always",
  async run(server) {
    const client = clientAt(server);
    let left = cap;
    const child = async (): Promise<boolean> => {
      if (left < estimated) return false;
      const billed = await ask(client, question, maxOutput);
      left -= billed;
      return true;
    };
    return made(await Promise.all(Array.from({ length: children }, child)));
  },
};

/**
 * The same program with a `Budget` that all three share, where nobody has checked it. The runtime refuses the second
 * debit, but the calls were made before that: only the checker stops this program in time.
 */
export const sharedHandleUnchecked: Condition = {
  name: "one Budget for all, unchecked",
  paper: "does not compile",
  over: "always",
  async run(server) {
    const client = clientAt(server);
    const budget = BudgetMint.forTesting().issue(cap);
    let caught = 0;
    const child = async (shared: Budget): Promise<boolean> => {
      if (!shared.covers(estimated)) return false;
      const billed = await ask(client, question, maxOutput);
      try {
        shared.spend(billed);
      } catch (error) {
        if (!(error instanceof UseAfterMoveError)) throw error;
        caught += 1;
      }
      return true;
    };
    const answers = await Promise.all([child(budget), child(budget), child(budget)]);
    if (caught !== 2) throw new Error(`two of three debits must be refused, not ${caught}`);
    return made(answers);
  },
};

/**
 * A slot that all three may debit, each debit in one step: no handle is used twice, so this compiles. But the look is old
 * when the debit comes, and the calls were made: a shared slot keeps a cap only where the money is taken out before.
 */
export const sharedSlot: Condition = {
  name: "one BudgetCell, checked, then debited",
  paper: "-",
  over: "always",
  async run(server) {
    const client = clientAt(server);
    const cell = new BudgetCell(BudgetMint.forTesting().issue(cap));
    let caught = 0;
    const child = async (): Promise<boolean> => {
      if (cell.remaining < estimated) return false;
      const billed = await ask(client, question, maxOutput);
      try {
        cell.spend(billed);
      } catch (error) {
        if (!(error instanceof InsufficientFundsError)) throw error;
        caught += 1;
      }
      return true;
    };
    const answers = await Promise.all(Array.from({ length: children }, child));
    if (caught !== 1) throw new Error(`the last of three debits must be refused, not ${caught}`);
    return made(answers);
  },
};
