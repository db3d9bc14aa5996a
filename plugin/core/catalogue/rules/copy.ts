import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

/** `detail`: what copies, as written (`structuredClone`), or null. */
export const copy = defineRule({
  name: "copy",
  code: 71020,
  summary: "An affine value is copied, but a copy of a budget is no budget",
  severity: "error",
  message({ subject, detail }) {
    const by = detail === null ? "" : ` by ${quoted(detail)}`;
    return `${quoted(subject)} is copied${by}: a copy of a budget is no budget`;
  },
  help({ subject }) {
    return `divide it instead: \`const [part, rest] = ${subject}.split(...)\``;
  },
  explanation: `
A budget cannot be duplicated: that is the point of it. A spread, \`structuredClone\`, \`Object.assign\` or \`Object.create\` makes
an object that looks like a budget and that every operation rejects at run time with \`InvalidHandleError\`.

Use \`split\` to divide a budget, and \`Borrowed<Budget>\` to let others see it.`,
  examples: [
    {
      title: "Split instead of cloning",
      wrong: `import type { Budget } from "affine-budget";

export function fork(budget: Budget): void {
  const clone = structuredClone(budget);
  console.log(clone);
}
`,
      right: `import type { Budget } from "affine-budget";

export function fork(budget: Budget): [Budget, Budget] {
  return budget.split(500);
}
`,
    },
  ],
});
