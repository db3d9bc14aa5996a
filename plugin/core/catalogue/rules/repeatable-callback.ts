import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

/** `detail`: the callee that may run the callback again, as written (`forEach`), or null. */
export const repeatableCallback = defineRule({
  name: "repeatable-callback",
  code: 71010,
  summary: "A callback that may run more than once consumes a value it captured",
  severity: "error",
  message({ subject, detail }) {
    const often =
      detail === null ? "which may run more than once" : `and ${quoted(detail)} may run it more than once`;
    return `${quoted(subject)} is consumed by every run of this callback, ${often}`;
  },
  help({ subject }) {
    return `assign back in the callback (\`${subject} = ${subject}.spend(...)\`), or use a \`for\` loop that splits off a part each time`;
  },
  explanation: `
JavaScript closures capture variables, so a callback that consumes a captured budget consumes it each time it runs. With
\`forEach\`, \`map\`, \`filter\`, \`sort\` and the like that is once per element: the second run finds a dead handle.

The checker knows how often the standard library runs its callbacks and treats the body of a repeated one as the body of
a loop. A callback typed \`Once<F>\` runs at most once and may consume its captures.

Replace the captured budget in the callback (\`b = b.spend(n)\`), give each element its own part, or write a loop.`,
  examples: [
    {
      title: "Every element spends",
      wrong: `import type { Budget } from "affine-budget";

declare function handle(url: string, budget: Budget): void;

export function crawl(urls: readonly string[], budget: Budget): void {
  urls.forEach((url) => handle(url, budget));
}
`,
      right: `import type { Budget } from "affine-budget";

declare function handle(url: string, budget: Budget): void;

export function crawl(urls: readonly string[], budget: Budget): void {
  for (const url of urls) {
    const [part, rest] = budget.split(100);
    budget = rest;
    handle(url, part);
  }
}
`,
    },
  ],
});
