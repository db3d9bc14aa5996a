import { OpenAIGuard } from "affine-budget/openai";
import { BudgetMint } from "affine-budget/testing";

import type { Claim, Experiment } from "../Experiment.js";
import { almostExact, cap, maxOutput, question, replyOf } from "../support/fanOut.js";
import { ask, clientAt } from "../support/openai.js";
import { wasMade } from "../support/refused.js";
import { repeatedly } from "../support/repeatedly.js";
import { mean, share } from "../support/statistics.js";

const cells = [
  { k: 1, paper: "0/1000" },
  { k: 5, paper: "1000/1000" },
  { k: 10, paper: "1000/1000" },
];

export const underReporting: Experiment = {
  name: "under-reporting",
  title: "A7: the provider reports less than it bills",
  setUp: `An agent with a guard calls until it is refused (cap ${cap}, a call is billed 22 to 24). The provider reports 1 token in k of
those that it bills, rounded up. What counts is what it bills.`,
  limits: `a defence, for there is none at this place: the books are made of what the provider says. What is left is a bound, k times the
cap, and the provider's own invoice to find k by.`,
  async run({ server, manyRuns, progress }) {
    const rows: string[][] = [];
    const claims: Claim[] = [];
    for (const { k, paper } of cells) {
      const setting = { server, runs: manyRuns, progress };
      const { billed } = await repeatedly(setting, `k = ${k}`, async (run) => {
        server.always({ kind: "reply", text: replyOf(run), reportsOneIn: k });
        const guard = new OpenAIGuard(BudgetMint.forTesting().issue(cap), {
          maxOutputTokens: maxOutput,
          estimator: almostExact,
        });
        const client = clientAt(server, guard.fetch);
        while (await wasMade(ask(client, question, maxOutput)));
      });
      const over = billed.filter((units) => units > cap).length;
      const most = Math.max(...billed);
      rows.push([`k = ${k}`, share(over, manyRuns), paper, mean(billed).toFixed(1), String(most)]);
      claims.push(
        k === 1
          ? { text: "k = 1: the cap holds in every run", holds: over === 0 }
          : { text: `k = ${k}: the cap breaks in every run, as in the paper`, holds: over === manyRuns },
        { text: `k = ${k}: never more than k times the cap is billed`, holds: most <= k * cap },
      );
    }
    const columns = ["under-reporting", "over the cap", "paper", "billed, mean", "billed, most"];
    return { tables: [{ columns, rows }], claims };
  },
};
