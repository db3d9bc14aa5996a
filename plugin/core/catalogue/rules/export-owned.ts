import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

/** `detail` is null. */
export const exportOwned = defineRule({
  name: "export-owned",
  code: 71014,
  summary: "A module exports an affine value, which every importer would then share",
  severity: "error",
  message({ subject }) {
    return `${quoted(subject)} owns an affine value and is exported: every module that imports it would share it`;
  },
  help() {
    return "export a function that hands out a budget, or a `Borrowed<...>` view";
  },
  explanation: `
An exported binding is visible to every module that imports it, so it has as many users as importers and no owner. The
checker works file by file and could not see what they do with it.

Export a function that makes or hands out a budget, or a \`Borrowed\` view for those that only look.`,
  examples: [
    {
      title: "Export a factory",
      wrong: `import type { Budget } from "affine-budget";

declare function issue(): Budget;

export const shared = issue();
`,
      right: `import type { Budget } from "affine-budget";

declare function issue(): Budget;

export function fresh(): Budget {
  return issue();
}
`,
    },
  ],
});
