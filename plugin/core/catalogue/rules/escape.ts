import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

export const escape = defineRule({
  name: "escape",
  code: 71012,
  summary: "A value flows to where its ownership can no longer be followed",
  severity: "error",
  message({ subject, into, why }) {
    const flows = `${quoted(subject)} flows into ${quoted(into)}`;
    switch (why) {
      case "any":
      case "unknown":
      case "object":
      case "function":
        return `${flows}, a type through which its ownership cannot be followed`;
      case "type-parameter":
        return `${flows}, where a type parameter hides that it has one owner`;
      case "consuming-view":
        return `${flows}, a type that can consume it but does not own it`;
      case "class":
        return `${flows}, but a class instance can be shared and that type must have one owner`;
      case "jsx":
        return `${flows}, a JSX attribute that may be read any number of times`;
    }
  },
  help({ why }) {
    switch (why) {
      case "any":
      case "unknown":
      case "object":
      case "function":
        return "give the target an exact type: the affine type itself to hand it over, `Borrowed<...>` to let it look";
      case "type-parameter":
        return "constrain the type parameter: `T extends Affine`";
      case "consuming-view":
        return "use the affine type itself, or declare only members that borrow";
      case "class":
        return "give the class the `affine` marker or let it extend `Owned`";
      case "jsx":
        return "pass amounts or a function to the component, not the budget";
    }
  },
  explanation: `
Everything the checker knows about a value it reads from types. Once a budget sits in an \`any\`, \`unknown\`, \`object\` or an
unconstrained type parameter, nobody can tell who owns it or how often it is used. The checker never loses a budget
silently, so it reports the point where tracking would end.

The report names the type. Generic functions are accepted when \`T extends Affine\`, or when their body is in the program
and is itself correct for an affine \`T\`. Functions that only inspect (\`console.log\`, \`JSON.stringify\`) are known; name your
own in the plugin option \`inspect\`.`,
  examples: [
    {
      title: "A parameter of type `unknown`",
      wrong: `import type { Budget } from "affine-budget";

declare function store(value: unknown): void;

export function run(budget: Budget): void {
  store(budget);
}
`,
      right: `import type { Budget } from "affine-budget";

declare function store(value: Budget): void;

export function run(budget: Budget): void {
  store(budget);
}
`,
    },
    {
      title: "An unconstrained type parameter",
      wrong: `import type { Budget } from "affine-budget";

declare function twice<T>(value: T): [T, T];

export function run(budget: Budget): [Budget, Budget] {
  return twice(budget);
}
`,
      right: `import type { Affine, Budget } from "affine-budget";

declare function tagged<T extends Affine>(value: T): { tag: string; value: T };

export function run(budget: Budget): { tag: string; value: Budget } {
  return tagged(budget);
}
`,
    },
  ],
});
