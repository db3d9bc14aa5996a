import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

/** `detail`: the parameter whose ownership differs, by name, or null for the receiver. */
export const ownershipMismatch = defineRule({
  name: "ownership-mismatch",
  code: 71013,
  summary: "A function that takes ownership stands where one that only borrows was promised",
  severity: "error",
  message({ subject, detail }) {
    const parameter = detail === null ? "its receiver" : `parameter ${quoted(detail)}`;
    return `${quoted(subject)} takes ownership of ${parameter}, but its callers here only lend it`;
  },
  help({ detail }) {
    return detail === null
      ? "declare the receiver as `this: Borrowed<...>` here, or as owned in the type it is assigned to"
      : `declare ${quoted(detail)} as \`Borrowed<...>\` here, or as owned in the type it is assigned to`;
  },
  explanation: `
Ownership is part of a signature. A caller that sees \`(b: Borrowed<Budget>) => void\` goes on using its budget after the
call; a function \`(b: Budget) => void\` in that position would have spent it. TypeScript compares method parameters both
ways round and lets this pass, so the checker looks again: at assignments, arguments, overrides of methods, implemented
interfaces, and overloads against their implementation.

Borrow in the implementation as well, or promise ownership in the type.`,
  examples: [
    {
      title: "An override that takes more than it was lent",
      wrong: `import type { Borrowed, Budget } from "affine-budget";

export interface Observer {
  see(budget: Borrowed<Budget>): void;
}

export class Thief implements Observer {
  see(budget: Budget): void {
    console.log(budget.close());
  }
}
`,
      right: `import type { Borrowed, Budget } from "affine-budget";

export interface Observer {
  see(budget: Borrowed<Budget>): void;
}

export class Meter implements Observer {
  see(budget: Borrowed<Budget>): void {
    console.log(budget.remaining);
  }
}
`,
    },
  ],
});
