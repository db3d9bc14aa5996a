import type { Budget } from "affine-budget";
import { OpenAIGuard } from "affine-budget/openai";
import { BudgetMint } from "affine-budget/testing";

import { ask, clientAt } from "../support/openai.js";
import { almostExact, cap, children, estimated, maxOutput, question } from "../support/fanOut.js";
import { wasMade } from "../support/refused.js";
import type { Condition } from "./Condition.js";
import { made } from "./made.js";

/**
 * A slice for each child that the budget has one for; what they leave is one budget again, and the children that went
 * without try once more, one after the other.
 */
export const affineSplit: Condition = {
  name: "affine split",
  paper: "0/30",
  over: "never",
  async run(server) {
    const client = clientAt(server);
    const child = async (slice: Budget): Promise<Budget> => {
      const [rest, receipt] = slice.reserve(estimated);
      return receipt.settle(rest, await ask(client, question, maxOutput));
    };
    let budget: Budget = BudgetMint.forTesting().issue(cap);
    const working: Promise<Budget>[] = [];
    let waiting = 0;
    for (let i = 0; i < children; i++) {
      const outcome = budget.trySplit(estimated);
      if (outcome.ok) {
        const [slice, rest] = outcome.parts;
        working.push(child(slice));
        budget = rest;
      } else {
        budget = outcome.budget;
        waiting += 1;
      }
    }
    let calls = working.length;
    for (const left of await Promise.all(working)) budget = budget.merge(left);
    for (; waiting > 0 && budget.covers(estimated); waiting--) {
      budget = await child(budget);
      calls += 1;
    }
    return calls;
  },
};

/** The children share a client, and the guard in it owns the budget. */
export const runtimeGuard: Condition = {
  name: "guard in the client",
  paper: "-",
  over: "never",
  async run(server) {
    const guard = new OpenAIGuard(BudgetMint.forTesting().issue(cap), {
      maxOutputTokens: maxOutput,
      estimator: almostExact,
    });
    const client = clientAt(server, guard.fetch);
    const child = (): Promise<boolean> => wasMade(ask(client, question, maxOutput));
    return made(await Promise.all(Array.from({ length: children }, child)));
  },
};
