import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

/** `detail`: what is done with the borrow, as a participle ("stored in `this.seen`", "returned as owned", "consumed by `spend`"). */
export const borrowEscape = defineRule({
  name: "borrow-escape",
  code: 71009,
  summary: "A borrow is consumed, or kept where it may outlive the loan",
  severity: "error",
  message({ subject, detail }) {
    return `${quoted(subject)} is only borrowed, and cannot be ${detail ?? "kept beyond the loan"}`;
  },
  help({ subject }) {
    return `take ownership (declare ${quoted(subject)} without \`Borrowed\`), or keep only the numbers read out of it`;
  },
  explanation: `
Whoever has a borrow may look, for as long as the loan lasts. Storing it in a field, a container or a module-level
variable, capturing it in a function that lives on, returning it as owned, or consuming it would each use a value that
belongs to someone else, possibly after that owner has spent it.

A borrow may live in the function's own local variables and be passed on to other \`Borrowed\` parameters. Amounts that are
read out of it (\`remaining\`) are plain numbers and go anywhere. A name for a shared slot (\`const b = map.get(key)\`) is a
borrow too.

Take the value by ownership if it is to be kept or spent, or store the number instead of the handle.`,
  examples: [
    {
      title: "Keep the number, not the borrow",
      wrong: `import type { Borrowed, Budget } from "affine-budget";

const seen: Borrowed<Budget>[] = [];

export function observe(budget: Borrowed<Budget>): void {
  seen.push(budget);
}
`,
      right: `import type { Borrowed, Budget } from "affine-budget";

const seen: number[] = [];

export function observe(budget: Borrowed<Budget>): void {
  seen.push(budget.remaining);
}
`,
    },
    {
      title: "A name for a map entry borrows it",
      wrong: `import type { Budget } from "affine-budget";

export function close(budgets: Map<string, Budget>, key: string): number {
  const budget = budgets.get(key);
  return budget === undefined ? 0 : budget.close();
}
`,
      right: `import { takeFrom, type Budget } from "affine-budget";

export function close(budgets: Map<string, Budget>, key: string): number {
  const budget = takeFrom(budgets, key);
  return budget === undefined ? 0 : budget.close();
}
`,
    },
  ],
});
