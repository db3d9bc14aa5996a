import { rules, type Rule } from "../../plugin/core/catalogue/index.js";
import { rulePage } from "../../plugin/core/report/rulePage.js";
import { reportOf } from "./reportOf.js";

/** The files of `docs/rules/`, by name: one page for each rule, and the table that leads to them. */
export function ruleDocs(): ReadonlyMap<string, string> {
  return new Map([
    ["README.md", rulesTable(rules)],
    ...rules.map((rule) => [`${rule.name}.md`, rulePage(rule, reportOf)] as const),
  ]);
}

function rulesTable(listed: readonly Rule[]): string {
  const rows = listed.map(
    ({ code, name, summary, severity }) =>
      `| ${code} | [\`${name}\`](${name}.md) | ${severity} | ${summary} |`,
  );
  return [
    "# Rules",
    "What the checker reports. Each rule has a stable code and a stable name; `affine-budget explain <rule>` shows its page in the terminal.",
    ["| code | rule | severity | what is wrong |", "| --- | --- | --- | --- |", ...rows].join("\n"),
    "",
  ].join("\n\n");
}
