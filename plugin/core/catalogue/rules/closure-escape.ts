import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

/**
 * `detail`: how the function that moves `subject` gets away, as a participle ("returned", "stored in `o.run`",
 * "passed to `on`"); null: `subject` is a `Once` callback that flows into a type that forgets it (T4).
 */
export const closureEscape = defineRule({
  name: "closure-escape",
  code: 71011,
  summary: "A function that moves what it captured gets to a place where it may be called again",
  severity: "error",
  message({ subject, detail }) {
    return detail === null
      ? `${quoted(subject)} may be called only once, but flows into a type that allows more calls`
      : `${quoted(subject)} is moved by a function that may be called again: the function is ${detail}`;
  },
  help({ subject, detail }) {
    return detail === null
      ? "declare the target as `Once<...>`"
      : `type the function as \`Once<...>\`, or make it take ${quoted(subject)} as a parameter`;
  },
  explanation: `
A function that is returned, stored or passed on can be called at any time and any number of times. If it moves a captured
budget, its second call finds a dead handle, and its first one takes the budget away under everybody else who sees the
variable.

An escaping function may read its captures, overwrite them, and replace them in one step (\`b = b.spend(n)\`, without
\`await\` in between). It may move them only if its type is \`Once<F>\`, which the checker holds to a single call. Event
listeners and \`setInterval\` callbacks can always run again.

Type the callback as \`Once<F>\`, hand the budget over as a parameter, or replace it in one step.`,
  examples: [
    {
      title: "A deferred job that runs once",
      wrong: `import type { Budget } from "affine-budget";

export function later(budget: Budget): () => number {
  return () => budget.close();
}
`,
      right: `import type { Budget, Once } from "affine-budget";

export function later(budget: Budget): Once<() => number> {
  return () => budget.close();
}
`,
    },
  ],
});
