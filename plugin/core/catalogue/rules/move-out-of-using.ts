import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

/** `detail`: where it is moved to, as a participle ("passed to `run`", "returned"), or null. */
export const moveOutOfUsing = defineRule({
  name: "move-out-of-using",
  code: 71015,
  summary: "A value declared with `using` is moved elsewhere although its scope disposes of it",
  severity: "error",
  message({ subject, detail }) {
    return `${quoted(subject)} is ${detail ?? "moved away"}, but the end of its \`using\` scope disposes of it`;
  },
  help({ subject }) {
    return `declare ${quoted(subject)} with \`const\` if it shall be handed on`;
  },
  explanation: `
\`using x = ...\` promises that the end of the block disposes of \`x\`. Whoever received it in the meantime holds a value
that is disposed of while they use it.

A \`using\` binding may be borrowed, and a linear one (a \`Reservation\`, a \`Receipt\`) may be resolved by one of its own
consuming methods, once: disposing of it after that does nothing.

Declare the binding with \`const\` when ownership is to be handed on.`,
  examples: [
    {
      title: "Hand on, or dispose: not both",
      wrong: `import type { Budget } from "affine-budget";

declare function scoped(): Budget & Disposable;
declare function run(budget: Budget): void;

export function job(): void {
  using budget = scoped();
  run(budget);
}
`,
      right: `import type { Budget } from "affine-budget";

declare function scoped(): Budget & Disposable;
declare function run(budget: Budget): void;

export function job(): void {
  const budget = scoped();
  run(budget);
}
`,
    },
  ],
});
