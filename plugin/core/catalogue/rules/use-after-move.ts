import { defineRule } from "../rule.js";
import { movedBy, quoted, used, was } from "../wording.js";

export const useAfterMove = defineRule({
  name: "use-after-move",
  code: 71004,
  summary: "A value is borrowed or read after one of its consuming methods consumed it",
  severity: "error",
  message(finding) {
    const { subject, verb, reason } = finding;
    return `${quoted(subject)} is ${used(verb)} after it ${was(finding)} ${movedBy(reason)}`;
  },
  help({ subject, reason }) {
    return reason.kind === "receiver" && reason.method === "spend"
      ? `read it before, or keep what is left: \`${subject} = ${subject}.spend(...)\``
      : "read what you need before the value is consumed";
  },
  explanation: `
After a consuming method the handle is dead for reading too: its balance belongs to what the method returned, and
\`remaining\` on the old handle throws \`UseAfterMoveError\` at run time.

Order counts as JavaScript evaluates it, strictly left to right: \`f(b.close(), b.remaining)\` reads too late. The one
exception is a method's own arguments: in \`b.spend(b.remaining)\` the receiver is consumed only at the call.

Read the amount into a variable before the consuming call, or read it from what the call returned.`,
  examples: [
    {
      title: "Read the balance from the result",
      wrong: `import type { Budget } from "affine-budget";

export function charge(budget: Budget): Budget {
  const rest = budget.spend(10);
  console.log(budget.remaining);
  return rest;
}
`,
      right: `import type { Budget } from "affine-budget";

export function charge(budget: Budget): Budget {
  const rest = budget.spend(10);
  console.log(rest.remaining);
  return rest;
}
`,
    },
  ],
});
