import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

/** `detail`: the arithmetic as a clause: "needs 350, but at most 300 is left". */
export const overdraft = defineRule({
  name: "overdraft",
  code: 71016,
  summary:
    "An operation asks for more than is left, or makes more than the budget may hold, on any path that reaches it",
  severity: "error",
  message({ subject, detail }) {
    return `${quoted(subject)} always fails here: it ${detail ?? "asks for more than can be left"}`;
  },
  help({ subject }) {
    return `ask for less, issue more (with a larger \`max\`, to merge into), or test first: \`trySpend\`, \`trySplit\`, or \`covers(n)\` before ${quoted(subject)}`;
  },
  explanation: `
Balances that are written in the program (an issued literal, a \`Budget<"tokens", 1000>\` bound, what a split leaves) flow
with the value as an interval. A \`spend\`, \`split\`, \`reserve\` or \`merge\` that must fail, whatever happens on the way, is a
mistake in the plan, so it is reported while compiling and not on the first run.

A \`merge\` must fail where both budgets hold more than the \`max\` of the one that is merged into.

\`covers(n)\` and comparisons with \`remaining\` narrow the interval. Inside a \`try\` with a handler a failure may be meant and
nothing is reported.`,
  examples: [
    {
      title: "Three slices of 350 do not fit in 1,000",
      wrong: `import type { BudgetMint } from "affine-budget";

export function plan(mint: BudgetMint): number {
  const budget = mint.issue(1_000);
  const [first, second, third, rest] = budget.split(350, 350, 350);
  return first.close() + second.close() + third.close() + rest.close();
}
`,
      right: `import type { BudgetMint } from "affine-budget";

export function plan(mint: BudgetMint): number {
  const budget = mint.issue(1_000);
  const [first, second, third, rest] = budget.split(300, 300, 300);
  return first.close() + second.close() + third.close() + rest.close();
}
`,
    },
  ],
});
