import { defineRule } from "../rule.js";
import { movedBy, quoted, used } from "../wording.js";

export const movedInLoop = defineRule({
  name: "moved-in-loop",
  code: 71005,
  summary: "A value is moved in a loop and the next iteration needs it again",
  severity: "error",
  // Nothing has moved the place in the first iteration, so "may have been" would be said of every such loop:
  // the sentence speaks of the iteration after the move instead.
  message({ subject, verb, reason }) {
    const again = verb === "spent" ? "spent again" : used(verb);
    return `${quoted(subject)} is ${again} in the next iteration of the loop, after it was ${movedBy(reason)}`;
  },
  help({ subject, reason }) {
    if (reason.kind === "receiver" && reason.method === "spend") {
      return `keep what is left for the next iteration: \`${subject} = ${subject}.spend(...)\``;
    }
    return `split ${quoted(subject)} in each iteration and keep the rest, or leave the loop after the move`;
  },
  explanation: `
The loop's body moves the value once, but the loop runs it more than once: from the second iteration on there is nothing
left to move. A retry loop that hands the same budget to each attempt is the classic case.

The checker follows the back edge of every loop until nothing changes. When the body assigns a new value on some path but a
\`continue\` or a branch skips that assignment, the report points at it.

Assign what is left back to the variable, split off a part for each iteration, or leave the loop (\`break\`, \`return\`) after
the move.`,
  examples: [
    {
      title: "A retry loop",
      wrong: `import type { Budget } from "affine-budget";

declare function attempt(budget: Budget): boolean;

export function retry(budget: Budget): void {
  for (let i = 0; i < 3; i++) {
    if (attempt(budget)) console.log("done");
  }
}
`,
      right: `import type { Budget } from "affine-budget";

declare function attempt(budget: Budget): boolean;

export function retry(budget: Budget): void {
  for (let i = 0; i < 3; i++) {
    const [part, rest] = budget.split(100);
    budget = rest;
    if (attempt(part)) break;
  }
}
`,
    },
    {
      title: "Assign back in the loop",
      wrong: `import type { Budget } from "affine-budget";

export function drain(budget: Budget, costs: readonly number[]): void {
  for (const cost of costs) {
    const rest = budget.spend(cost);
    console.log(rest.remaining);
  }
}
`,
      right: `import type { Budget } from "affine-budget";

export function drain(budget: Budget, costs: readonly number[]): void {
  for (const cost of costs) {
    budget = budget.spend(cost);
    console.log(budget.remaining);
  }
}
`,
    },
  ],
});
