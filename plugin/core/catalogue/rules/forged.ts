import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

/** `detail`: the affine type that is claimed, as written, or null. */
export const forged = defineRule({
  name: "forged",
  code: 71021,
  summary: "Something is taken for an affine value although its declared type does not say so",
  severity: "error",
  message({ subject, detail }) {
    const claimed = detail === null ? "an affine type" : quoted(detail);
    return `${quoted(subject)} is taken for ${claimed}, but nothing shows that nobody else owns it`;
  },
  help() {
    return "get the value from where it is issued, and declare its type on the whole way from there";
  },
  explanation: `
Only the mint makes budgets. Whatever else is taken for one is invented: it may be no budget at all, or one that somebody
else owns. Three things take a value for what its declared type does not say: a cast, \`any\` that flows into an affine
place without one, and a test (\`instanceof\`, a type predicate) on \`unknown\` or on a type that only looks.

Type the source exactly, so that nothing has to be believed; casts between affine types, and to \`Borrowed\`, are fine, and
so are tests that tell the members of a union apart.`,
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
    {
      title: "Nor from `any`",
      wrong: `import type { Budget } from "affine-budget";

export function close(message: any): number {
  const budget: Budget = message.budget;
  return budget.close();
}
`,
      right: `import type { Budget } from "affine-budget";

export function close(message: { budget: Budget }): number {
  return message.budget.close();
}
`,
    },
  ],
});
