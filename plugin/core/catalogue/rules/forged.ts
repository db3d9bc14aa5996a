import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

/** `detail`: the affine type that is claimed, as written, or null. */
export const forged = defineRule({
  name: "forged",
  code: 71021,
  summary: "A cast claims that something is an affine value although its type does not say so",
  severity: "error",
  message({ subject, detail }) {
    const claimed = detail === null ? "an affine type" : quoted(detail);
    return `${quoted(subject)} is cast to ${claimed}, but nothing shows that it is one`;
  },
  help() {
    return "get the value from where it is issued, or narrow it with `instanceof`";
  },
  explanation: `
Only the mint makes budgets. A cast from \`unknown\`, \`any\` or an unrelated type to an affine type invents an owner out of
nothing: the value may be no budget at all, or one that somebody else owns.

Type the source exactly, so that no cast is needed; casts between affine types, and to \`Borrowed\`, are fine.`,
  examples: [
    {
      title: "No budgets from JSON",
      wrong: `import type { Budget } from "affine-budget";

export function load(text: string): Budget {
  return JSON.parse(text) as Budget;
}
`,
      right: `import type { Budget, BudgetMint } from "affine-budget";

export function load(mint: BudgetMint, text: string): Budget {
  return mint.issue(Number(text));
}
`,
    },
  ],
});
