import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

/** `detail`: what happens to the owner, as a participle ("spent", "overwritten", "captured"); null reads "moved". */
export const moveWhileBorrowed = defineRule({
  name: "move-while-borrowed",
  code: 71008,
  summary: "A value is moved or overwritten while a borrow of it is still in use",
  severity: "error",
  message({ subject, detail }) {
    return `${quoted(subject)} is ${detail ?? "moved"} while it is borrowed`;
  },
  help({ subject }) {
    return `finish with the borrow first, or copy the numbers you need out of it: \`const left = ${subject}.remaining\``;
  },
  explanation: `
A borrow is a look at a value that somebody else owns. If the owner moves or overwrites the value while the borrow may
still be used, the borrow looks at a dead budget, or at a different one than its reader believes.

A loan lasts as long as its borrow may be used: for an argument of a \`Borrowed\` parameter until the call returns, for a
named borrow until its last use, for a borrow passed to an async function until the promise is awaited, for one passed to
a generator until the iterator is dropped. A \`Borrowed\` result extends the loans of the arguments it was made from.

Move the last use of the borrow before the move, \`await\` the promise first, or read the numbers you need: they are no
borrows.`,
  examples: [
    {
      title: "The borrow is used after the move",
      wrong: `import type { Borrowed, Budget } from "affine-budget";

export function run(budget: Budget): number {
  const view: Borrowed<Budget> = budget;
  const left = budget.close();
  return left + view.remaining;
}
`,
      right: `import type { Borrowed, Budget } from "affine-budget";

export function run(budget: Budget): number {
  const view: Borrowed<Budget> = budget;
  const before = view.remaining;
  return before + budget.close();
}
`,
    },
    {
      title: "An async borrow lasts until its promise is awaited",
      wrong: `import type { Borrowed, Budget } from "affine-budget";

declare function watch(budget: Borrowed<Budget>): Promise<void>;

export async function run(budget: Budget): Promise<number> {
  const watching = watch(budget);
  const left = budget.close();
  await watching;
  return left;
}
`,
      right: `import type { Borrowed, Budget } from "affine-budget";

declare function watch(budget: Borrowed<Budget>): Promise<void>;

export async function run(budget: Budget): Promise<number> {
  const watching = watch(budget);
  await watching;
  return budget.close();
}
`,
    },
  ],
});
