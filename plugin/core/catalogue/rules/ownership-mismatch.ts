import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

export const ownershipMismatch = defineRule({
  name: "ownership-mismatch",
  code: 71013,
  summary: "A function that takes ownership stands where one that only borrows was promised",
  severity: "error",
  message({ subject, parameter, problem, target }) {
    if (parameter === null) return `${quoted(subject)} returns an owned value, which ${quoted(target)} hides`;
    switch (problem) {
      case "owns-what-is-lent":
        return `${quoted(subject)} takes ownership of parameter ${quoted(parameter)}, which ${quoted(target)} only lends`;
      case "loses-sight":
        return `${quoted(subject)} hides the type of parameter ${quoted(parameter)}, whose ownership ${quoted(target)} follows`;
      case "takes-any-for-owned":
        return `${quoted(subject)} takes ownership of parameter ${quoted(parameter)}, which is \`any\` in ${quoted(target)}`;
      case "looks-at-this":
        return `${quoted(subject)} looks at \`this\`, which ${quoted(target)} does not lend to it`;
    }
  },
  help({ parameter, problem }) {
    if (parameter === null) return "let the type that is promised return the affine type itself";
    switch (problem) {
      case "owns-what-is-lent":
        return `declare ${quoted(parameter)} as \`Borrowed<...>\` here, or as owned in the type that is promised`;
      case "loses-sight":
        return `declare ${quoted(parameter)} with the exact type here: owned, or \`Borrowed<...>\``;
      case "looks-at-this":
        return "declare the member as a method in the type that is promised, or pass what is looked at as an argument";
      case "takes-any-for-owned":
        return `give the type that is promised the exact type of ${quoted(parameter)}`;
    }
  },
  explanation: `
Ownership is part of a signature. A caller that sees \`(b: Borrowed<Budget>) => void\` goes on using its budget after the
call; a function \`(b: Budget) => void\` in that position would have spent it. TypeScript compares method parameters both
ways round and lets this pass, so the checker looks again: at assignments, arguments, overrides of methods, implemented
interfaces, and overloads against their implementation.

A receiver is lent to methods: \`o.done(o.budget)\` is an error if \`done\` is a method, for it could look at \`this.budget\`
meanwhile. A property of a function type, \`done: (b: Budget) => void\`, promises not to look at its \`this\`, so no function
that does may stand there.

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
