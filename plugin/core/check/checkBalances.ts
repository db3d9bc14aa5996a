import { mustFail, type BalanceFlow } from "../analyses/BalanceFlow.js";
import { solveForward } from "../dataflow/solveForward.js";
import type { Finding } from "../findings.js";
import type { Body } from "../ir/Body.js";

/** X1: operations that fail on every path that reaches them. */
export function checkBalances(body: Body, flow: BalanceFlow): readonly Finding[] {
  const operates = body.blocks.some(({ instructions }) =>
    instructions.some(({ op }) => op === "withdraw" || op === "merge"),
  );
  if (!operates) return [];
  const states = solveForward(body, flow);
  const findings: Finding[] = [];
  for (const block of body.blocks) {
    const state = states[block.id];
    if (state === undefined) continue;
    flow.transfer(block, flow.clone(state), () => undefined, {
      withdrawn: ({ at, amounts, subject }, available) => {
        const total = amounts.reduce((sum, amount) => sum + amount, 0);
        if (!mustFail(available, total)) return;
        const sum = amounts.length > 1 ? `${amounts.join(" + ")} = ${String(total)}` : String(total);
        const detail = `needs ${sum}, but at most ${String(available.atMost)} is left`;
        findings.push({ rule: "overdraft", at, subject, detail, labels: [] });
      },
      merged: ({ at, subject, sum }, { atLeast, atMost }) => {
        if (sum.max === null || atLeast > atMost || atLeast <= sum.max) return;
        const detail = `makes at least ${String(atLeast)} of budgets that may hold at most ${String(sum.max)} together`;
        findings.push({ rule: "overdraft", at, subject, detail, labels: [] });
      },
    });
  }
  return findings;
}
