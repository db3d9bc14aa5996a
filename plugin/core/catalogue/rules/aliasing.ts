import { defineRule } from "../rule.js";
import { movedBy, newOwner, quoted, used, was } from "../wording.js";

export const aliasing = defineRule({
  name: "aliasing",
  code: 71001,
  summary: "A value is used through its old name after another name, property or element took it over",
  severity: "error",
  message(finding) {
    const { subject, verb, reason, onEveryPath } = finding;
    const owner = newOwner(reason, onEveryPath);
    return `${quoted(subject)} is ${used(verb)} after it ${was(finding)} ${movedBy(reason)}${owner}`;
  },
  help({ subject, reason }) {
    switch (reason.kind) {
      case "binding":
        return `use ${quoted(reason.name)} from here on, or look without taking: \`const ${reason.name}: Borrowed<...> = ${subject}\``;
      case "assignment":
        return `use ${quoted(reason.target)} from here on`;
      default:
        return "use the value through its new owner";
    }
  },
  explanation: `
An affine value has one owner. Initialising a variable with it, assigning it, or putting it into an object, array, map or
other container *moves* it there: in JavaScript both names would now reach the same budget, and whoever spends through one
of them spends what the other still counts on. So after the move the old name is dead until something new is assigned to it.

The checker looks at every place that owns (a variable, property or element of affine type) and follows the value into it.
A place declared \`Borrowed<T>\` only looks and takes nothing.

Use the new owner; or borrow with \`Borrowed<T>\` when two names are really wanted and only one of them spends; or \`split\`
the budget when both shall spend.`,
  examples: [
    {
      title: "Two names for one budget",
      wrong: `import type { Budget } from "affine-budget";

export function run(budget: Budget): number {
  const backup = budget;
  const left = budget.close();
  return left + backup.close();
}
`,
      right: `import type { Budget } from "affine-budget";

export function run(budget: Budget): number {
  const [main, backup] = budget.split(500);
  const left = main.close();
  return left + backup.close();
}
`,
    },
    {
      title: "A budget stored in an object still belongs to that object",
      wrong: `import type { Budget } from "affine-budget";

interface Task {
  readonly name: string;
  readonly budget: Budget;
}

export function start(budget: Budget): [Task, number] {
  const task: Task = { name: "search", budget };
  return [task, budget.remaining];
}
`,
      right: `import type { Budget } from "affine-budget";

interface Task {
  readonly name: string;
  readonly budget: Budget;
}

export function start(budget: Budget): [number, Task] {
  const remaining = budget.remaining;
  const task: Task = { name: "search", budget };
  return [remaining, task];
}
`,
    },
  ],
});
