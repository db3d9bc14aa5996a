import { defineRule } from "../rule.js";

export const unsupported = defineRule({
  name: "unsupported",
  code: 71022,
  summary: "A construct through which the checker cannot follow an affine value",
  severity: "error",
  message({ construct }) {
    return `cannot follow the ownership through ${construct}`;
  },
  help() {
    return "write it as a plain call, so that the types show who owns the value";
  },
  explanation: `
Some constructs reach a value behind the back of every type: \`arguments\` in a function with affine parameters, \`with\`,
\`eval\`, a consuming method that is bound, extracted or reflected on, a computed call that may name one. The checker does not
guess: where it has lost sight of a budget it says so.

Call consuming methods directly, on the budget itself, by name.`,
  examples: [
    {
      title: "Call the method, do not extract it",
      wrong: `import type { Budget } from "affine-budget";

export function run(budget: Budget): void {
  const spend = budget.spend.bind(budget);
  console.log(typeof spend);
}
`,
      right: `import type { Budget } from "affine-budget";

export function run(budget: Budget): Budget {
  return budget.spend(10);
}
`,
    },
  ],
});
