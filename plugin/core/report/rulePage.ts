import type { Rule, RuleExample } from "../catalogue/index.js";
import { fixesOfRule } from "../fixes/index.js";

/**
 * The page of one rule as Markdown: what `docs/rules/` and `affine-budget explain` show.
 *
 * @param reportOf what is drawn about a wrong example; without it, examples stand alone
 */
export function rulePage(rule: Rule, reportOf: ((source: string) => string) | null = null): string {
  const sections = [
    `# ${rule.name} (${rule.code})`,
    `${rule.summary}.`,
    rule.explanation.trim(),
    "## Examples",
    ...rule.examples.map((example) => exampleSection(example, reportOf)),
    ...fixesSection(rule),
    "## Severity",
    severitySection(rule),
  ];
  return sections.join("\n\n") + "\n";
}

function exampleSection(
  { title, wrong, right }: RuleExample,
  reportOf: ((source: string) => string) | null,
): string {
  const report = reportOf === null ? [] : [fenced("text", reportOf(wrong))];
  return [`### ${title}`, "Wrong:", fenced("ts", wrong), ...report, "Right:", fenced("ts", right)].join(
    "\n\n",
  );
}

function fixesSection({ name }: Rule): readonly string[] {
  const known = fixesOfRule(name);
  if (known.length === 0) return [];
  const items = known.map((fix) => `- \`${fix.name}\`: ${fix.summary}.`);
  return [
    "## Fixes",
    "Offered in the editor where they fit; `affine-budget check --fix` applies those that are surely meant.",
    items.join("\n"),
  ];
}

function fenced(language: string, source: string): string {
  return `\`\`\`${language}\n${source.trim()}\n\`\`\``;
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
