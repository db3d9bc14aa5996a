import type { SharedFinding } from "../../findings.js";
import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

export const moveOutOfShared = defineRule({
  name: "move-out-of-shared",
  code: 71007,
  summary: "A value is moved out of a slot that other code can reach, and that slot is left empty-handed",
  severity: "error",
  message(finding) {
    const moved = `${quoted(finding.subject)} is moved out of ${slotNoun(finding.slot)}`;
    switch (finding.why) {
      case "never-filled":
        return `${moved}, which still holds it afterwards: nothing is stored back`;
      case "interrupted":
        return `${moved}, and other code may run before a value is stored back`;
      case "unstable":
        return `${moved}, which still holds it afterwards: this expression cannot be replaced in one step`;
    }
  },
  help(finding) {
    switch (finding.slot) {
      case "element":
        return "take it out with `takeFrom(map, key)`, `pop()` or `shift()`";
      case "import":
        return "import a function that hands out a budget, not the budget itself";
      case "captured":
        return `store a value back before anything else can run: \`${finding.subject} = ${finding.subject}.spend(...)\` without \`await\` in between`;
      case "field":
      case "static":
      case "module":
      case "property":
        return `replace it in one step (\`${finding.subject} = ${finding.subject}.spend(...)\`), or keep the budget in a \`BudgetCell\``;
    }
  },
  explanation: `
A class field, a module-level binding, a static, an array element or map entry, and a variable captured by a function that
lives on can all be reached from elsewhere. A budget that is moved out of such a *shared slot* stays visible in it: the
next caller finds a dead handle, or, with an \`await\` in between, spends what someone else is already spending.

A shared slot may be borrowed, overwritten, or *replaced in one step*: \`this.b = this.b.spend(n)\`, or
\`const [part, rest] = this.b.split(n); this.b = rest;\`, or \`const taken = this.b; this.b = null;\`, with nothing in
between that could call, await or throw. The checker accepts these and reports every other move.

For maps use \`takeFrom(map, key)\`; for an object that many parties hold use \`BudgetCell\` or \`BudgetPool\`.`,
  examples: [
    {
      title: "A class field",
      wrong: `import type { Budget } from "affine-budget";

export class Agent {
  constructor(private budget: Budget) {}

  finish(): number {
    return this.budget.close();
  }
}
`,
      right: `import type { Budget } from "affine-budget";

export class Agent {
  constructor(private budget: Budget | null) {}

  finish(): number {
    const taken = this.budget;
    this.budget = null;
    return taken === null ? 0 : taken.close();
  }
}
`,
    },
    {
      title: "A map entry",
      wrong: `import type { Budget } from "affine-budget";

export function close(budgets: Map<string, Budget>, key: string): number {
  return budgets.get(key)!.close();
}
`,
      right: `import { takeFrom, type Budget } from "affine-budget";

export function close(budgets: Map<string, Budget>, key: string): number {
  const taken = takeFrom(budgets, key);
  return taken === undefined ? 0 : taken.close();
}
`,
    },
  ],
});

function slotNoun(slot: SharedFinding["slot"]): string {
  switch (slot) {
    case "field":
      return "a field that others can reach";
    case "static":
      return "a static field";
    case "module":
      return "a module-level binding";
    case "import":
      return "an imported binding";
    case "element":
      return "a container";
    case "captured":
      return "a captured variable";
    case "property":
      return "a property that others can reach";
  }
}
