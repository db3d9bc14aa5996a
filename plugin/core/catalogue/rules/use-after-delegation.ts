import { defineRule } from "../rule.js";
import { movedBy, newOwner, quoted, used, was } from "../wording.js";

export const useAfterDelegation = defineRule({
  name: "use-after-delegation",
  code: 71003,
  summary: "A value is used after a call, closure, task or iterator took ownership of it",
  severity: "error",
  message(finding) {
    const { subject, verb, reason, onEveryPath } = finding;
    const owner = newOwner(reason, onEveryPath);
    return `${quoted(subject)} is ${used(verb)} after it ${was(finding)} ${movedBy(reason)}${owner}`;
  },
  help({ subject, reason, verb }) {
    if (reason.kind === "argument") {
      return verb === "borrowed"
        ? `read what you need of ${quoted(subject)} before the call, or declare parameter ${quoted(reason.parameter)} of ${quoted(reason.callee)} as \`Borrowed<...>\``
        : `give away a part only: \`const [part, rest] = ${subject}.split(...)\`, or let ${quoted(reason.callee)} give back what is left`;
    }
    if (reason.kind === "iteration") return "iterate over a `Borrowed` view when the elements are only read";
    return `split ${quoted(subject)} first, and give away one part`;
  },
  explanation: `
A function whose parameter has an affine type takes ownership of its argument: what it does with the budget is its own
affair, and the caller has none left. The same holds for a constructor, a closure or task that captures the budget, an
iterator, \`yield\` and \`return\`. This is the shape of most real overruns: a budget handed to several concurrent agents, each
of which sees the whole of it.

The checker trusts signatures, never bodies: a parameter of type \`Budget\` owns, one of type \`Borrowed<Budget>\` looks.

Split the budget before the fan-out and give each callee its own part; read amounts before the call; declare a parameter
\`Borrowed<Budget>\` when the callee only looks; or let the callee return what is left and assign it back.`,
  examples: [
    {
      title: "Fan out parts, not the whole",
      wrong: `import type { Budget } from "affine-budget";

declare function agent(name: string, budget: Budget): Promise<string>;

export async function research(budget: Budget): Promise<string[]> {
  return Promise.all([agent("search", budget), agent("summarise", budget)]);
}
`,
      right: `import type { Budget } from "affine-budget";

declare function agent(name: string, budget: Budget): Promise<string>;

export async function research(budget: Budget): Promise<string[]> {
  const [search, rest] = budget.split(500);
  return Promise.all([agent("search", search), agent("summarise", rest)]);
}
`,
    },
    {
      title: "A callee that only looks should borrow",
      wrong: `import type { Budget } from "affine-budget";

function report(budget: Budget): string {
  return \`\${budget.remaining} tokens left\`;
}

export function run(budget: Budget): number {
  console.log(report(budget));
  return budget.close();
}
`,
      right: `import type { Borrowed, Budget } from "affine-budget";

function report(budget: Borrowed<Budget>): string {
  return \`\${budget.remaining} tokens left\`;
}

export function run(budget: Budget): number {
  console.log(report(budget));
  return budget.close();
}
`,
    },
  ],
});
