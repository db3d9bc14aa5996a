import { notYetEnforced, type Rule, type RuleExample } from "../catalogue/index.js";

/** The page of one rule as Markdown: what `docs/rules/` and `affine-budget explain` show. */
export function rulePage(rule: Rule): string {
  const sections = [
    `# ${rule.name} (${rule.code})`,
    `${rule.summary}.`,
    ...(notYetEnforced.includes(rule.name)
      ? [
          "> **Not fully enforced yet.** This version may pass over breaches of this rule, or take correct code for `unsupported`: it does not tell all of the examples below apart.",
        ]
      : []),
    rule.explanation.trim(),
    "## Examples",
    ...rule.examples.map(exampleSection),
    "## Severity",
    severitySection(rule),
  ];
  return sections.join("\n\n") + "\n";
}

/** The table of all rules as Markdown, with links to their pages. */
export function rulesTable(rules: readonly Rule[]): string {
  const rows = rules.map(({ code, name, summary, severity }) => {
    const pending = notYetEnforced.includes(name) ? " *(not fully enforced yet)*" : "";
    return `| ${code} | [\`${name}\`](${name}.md) | ${severity} | ${summary}${pending} |`;
  });
  return [
    "# Rules",
    "What the checker reports. Each rule has a stable code and a stable name; `affine-budget explain <rule>` shows its page in the terminal.",
    ["| code | rule | severity | what is wrong |", "| --- | --- | --- | --- |", ...rows].join("\n"),
    "",
  ].join("\n\n");
}

function exampleSection({ title, wrong, right }: RuleExample): string {
  return [`### ${title}`, "Wrong:", fenced(wrong), "Right:", fenced(right)].join("\n\n");
}

function fenced(source: string): string {
  return "```ts\n" + source.trim() + "\n```";
}

function severitySection(rule: Rule): string {
  const other = rule.severity === "error" ? "warning" : "error";
  const entry = JSON.stringify({ name: "affine-budget", severity: { [rule.name]: other } }, null, 2);
  return [
    `\`${rule.severity}\` by default. Another one (\`error\`, \`warning\`, \`suggestion\`, \`off\`) is set in \`tsconfig.json\`, in the plugin's entry:`,
    "```json\n" + entry + "\n```",
    "A single error is excused by `// @ts-expect-error` on the line before, as for TypeScript's own errors.",
  ].join("\n\n");
}
