import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

/** `detail`: null when option `authority` does not name the file; else where else authority is taken (`src/main.ts`). */
export const unauthorisedMint = defineRule({
  name: "unauthorised-mint",
  code: 71019,
  summary: "Minting authority is taken outside of the files that may take it",
  severity: "error",
  message({ subject, detail }) {
    return detail === null
      ? `${quoted(subject)} takes minting authority in a file that the option \`authority\` does not name`
      : `${quoted(subject)} takes minting authority a second time: ${quoted(detail)} takes it already`;
  },
  help({ detail }) {
    return detail === null
      ? "pass a `BudgetMint` or an issued budget in from the place that holds the authority, or add this file to the option `authority`"
      : "take it once, where the program starts, and pass the mint on; or name the files in the option `authority`";
  },
  explanation: `
Whoever holds a \`BudgetMint\` can make money. If any module may take it, a budget limits nobody. \`BudgetMint.takeAuthority()\`
works once per realm at run time; while compiling it is allowed in the files that the plugin option \`authority\` names
(globs relative to the tsconfig), or, without that option, at one place in the program.

Take the authority where the program starts and pass issued budgets, or the mint, on from there. Tests use
\`BudgetMint.forTesting()\` from \`affine-budget/testing\`.`,
  examples: [
    {
      title: "One authority",
      wrong: `import { BudgetMint, type Budget } from "affine-budget";

const mint = BudgetMint.takeAuthority();

export function issue(): Budget {
  return mint.issue(1_000);
}

export function refill(): Budget {
  return BudgetMint.takeAuthority().issue(1_000);
}
`,
      right: `import { BudgetMint, type Budget } from "affine-budget";

const mint = BudgetMint.takeAuthority();

export function issue(): Budget {
  return mint.issue(1_000);
}
`,
    },
  ],
});
