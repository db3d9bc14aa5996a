import { defineRule } from "../rule.js";
import { movedBy, quoted, was } from "../wording.js";

export const doubleSpend = defineRule({
  name: "double-spend",
  code: 71002,
  summary: "A value is consumed again after one of its consuming methods already consumed it",
  severity: "error",
  message(finding) {
    const { subject, verb, reason } = finding;
    const again = verb === "spent" ? "spent again" : verb === "moved" ? "given away" : verb;
    return `${quoted(subject)} is ${again} after it ${was(finding)} ${movedBy(reason)}`;
  },
  help({ subject, reason }) {
    if (reason.kind === "receiver" && reason.method === "spend") {
      return `a consuming method returns what is left; keep it: \`${subject} = ${subject}.spend(...)\``;
    }
    if (reason.kind === "receiver" && reason.method === "split") {
      return `use the parts that \`split\` returned: \`const [part, rest] = ${subject}.split(...)\``;
    }
    if (reason.kind === "receiver" && reason.method === "close") {
      return `\`close()\` ends a budget: make it the last use of ${quoted(subject)}, once on each path`;
    }
    return "go on with what the consuming method returned";
  },
  explanation: `
A consuming method, one that declares \`this: Budget\`, uses its receiver up and returns what takes its place: \`spend\` the
rest, \`split\` the parts, \`reserve\` the rest and a receipt. The old handle is dead from then on. Spending it again is the
very overrun that the type exists to prevent: at run time it would throw \`UseAfterMoveError\`.

The second use is reported when the first one reaches it on some path. Arguments that a method consumes, as \`other\` in
\`a.merge(other)\`, count like its receiver.

Assign the result back (\`b = b.spend(1)\`), or name the parts that \`split\` returned and use each once.`,
  examples: [
    {
      title: "Keep what `spend` returns",
      wrong: `import type { Budget } from "affine-budget";

export function twice(budget: Budget): Budget {
  const rest = budget.spend(10);
  console.log(rest.remaining);
  return budget.spend(20);
}
`,
      right: `import type { Budget } from "affine-budget";

export function twice(budget: Budget): Budget {
  budget = budget.spend(10);
  console.log(budget.remaining);
  return budget.spend(20);
}
`,
    },
    {
      title: "A budget that may be gone",
      wrong: `import type { Budget } from "affine-budget";

export function finish(budget: Budget, early: boolean): number {
  let left = 0;
  if (early) left = budget.close();
  return left + budget.close();
}
`,
      right: `import type { Budget } from "affine-budget";

export function finish(budget: Budget, early: boolean): number {
  if (early) return 0;
  return budget.close();
}
`,
    },
  ],
});
