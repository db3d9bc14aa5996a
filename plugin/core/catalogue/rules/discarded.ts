import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

/** `detail`: null when the result `subject` is dropped at once; "overwritten" when the live budget in place `subject` is. */
export const discarded = defineRule({
  name: "discarded",
  code: 71018,
  summary: "A live budget is dropped: nobody can spend what is left of it",
  severity: "suggestion",
  message({ subject, detail }) {
    return detail === null
      ? `the budget that ${quoted(subject)} returns is dropped, and with it what was left`
      : `${quoted(subject)} still holds a live budget when it is ${detail}`;
  },
  help({ subject, detail }) {
    return detail === null
      ? "assign the result, or `close()` it to say that the rest is given up"
      : `merge or \`close()\` ${quoted(subject)} first`;
  },
  explanation: `
Dropping a budget is sound: the total can only shrink. But it is nearly always a slip: \`budget.spend(10);\` as a statement
throws away the rest, and an assignment over a live budget loses what it held.

It is a suggestion by default; raise it to \`error\` with the plugin option \`severity\` where every token has to be accounted
for. \`close()\` says that the rest is given up on purpose.`,
  examples: [
    {
      title: "The rest is thrown away",
      wrong: `import type { Budget } from "affine-budget";

export function charge(budget: Budget): void {
  budget.spend(10);
}
`,
      right: `import type { Budget } from "affine-budget";

export function charge(budget: Budget): Budget {
  return budget.spend(10);
}
`,
    },
  ],
});
