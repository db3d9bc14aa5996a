import { defineRule } from "../rule.js";
import { quoted } from "../wording.js";

/** `detail`: the name of the linear type (`Receipt`), or null. */
export const unresolved = defineRule({
  name: "unresolved",
  code: 71017,
  summary: "A value that must be resolved is left unresolved on some path",
  severity: "error",
  message({ subject, detail }) {
    const what = detail === null ? quoted(subject) : `${quoted(subject)}, a ${quoted(detail)},`;
    return `${what} is not resolved on every path: a linear value must be settled, forfeited or handed on`;
  },
  help({ detail }) {
    switch (detail) {
      case "Receipt":
        return "call `settle`, `confirm` or `forfeit` on every path, or declare it with `using`";
      case "Refund":
        return "call `applyTo` or `forfeit` on every path";
      case "StreamingReceipt":
        return "call `close` or `forfeit` on every path, or declare it with `using`";
      case "Reservation":
        return "call `commit` or `cancel` on every path, or declare it with `await using`";
      default:
        return "resolve it on every path, return it, or declare it with `using`";
    }
  },
  explanation: `
A receipt stands for money that is set aside: until it is settled or forfeited, the amount is neither spent nor available.
Such *linear* types (\`Receipt\`, \`Refund\`, \`StreamingReceipt\`, \`Reservation\`, and objects with such a part) must be moved on
every path on which the function ends normally. A \`throw\` does not count.

The report stands at the binding that last owned the value, and points at the exits on which it is still unresolved.

Resolve it on each path with one of its consuming methods, return it or pass it on, or declare it with \`using\`.`,
  examples: [
    {
      title: "Settle on every path",
      wrong: `import type { Budget } from "affine-budget";

export function call(budget: Budget, billed: number | null): Budget {
  const [rest, receipt] = budget.reserve(100);
  if (billed === null) return rest;
  return receipt.settle(rest, billed);
}
`,
      right: `import type { Budget } from "affine-budget";

export function call(budget: Budget, billed: number | null): Budget {
  const [rest, receipt] = budget.reserve(100);
  if (billed === null) {
    receipt.forfeit();
    return rest;
  }
  return receipt.settle(rest, billed);
}
`,
    },
  ],
});
