import { defineRule } from "../rule.js";
import { movedBy, quoted, used, was } from "../wording.js";

export const partiallyMoved = defineRule({
  name: "partially-moved",
  code: 71006,
  summary: "A whole is used after one of its parts was moved out of it",
  severity: "error",
  message(finding) {
    const { subject, verb, reason, part } = finding;
    const which = part === null ? "a part of it" : `its part ${quoted(part)}`;
    return `${quoted(subject)} is ${used(verb)} after ${which} ${was(finding)} ${movedBy(reason)}`;
  },
  help({ part }) {
    return part === null
      ? "use the parts that are left, or store a new value in the moved part first"
      : `use the parts that are left, or store a new value in ${quoted(part)} first`;
  },
  explanation: `
An object or tuple that holds budgets owns them part by part. Moving one part leaves the others usable, but the whole is
incomplete: passing, returning, borrowing or capturing it would hand out a dead budget along with the live ones.

The whole is usable again once every moved part has been written again. Destructuring takes all parts at once and never
leaves a half behind.`,
  examples: [
    {
      title: "Refill the part before using the whole",
      wrong: `import type { Budget } from "affine-budget";

interface Pair {
  first: Budget;
  second: Budget;
}

declare function settle(pair: Pair): void;

export function run(pair: Pair): number {
  const left = pair.first.close();
  settle(pair);
  return left;
}
`,
      right: `import type { Budget } from "affine-budget";

interface Pair {
  first: Budget;
  second: Budget;
}

declare function settle(pair: Pair): void;

export function run(pair: Pair): void {
  pair.first = pair.first.spend(1);
  settle(pair);
}
`,
    },
  ],
});
