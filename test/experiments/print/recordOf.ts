import { format } from "prettier";

import type { Claim, Experiment, Outcome, Table } from "../Experiment.js";

export interface Recorded {
  readonly experiment: Experiment;
  readonly outcome: Outcome;
}

/** The record of a whole run, as Markdown. */
export async function recordOf(
  recorded: readonly Recorded[],
  { runs, manyRuns }: { readonly runs: number; readonly manyRuns: number },
): Promise<string> {
  const text = [
    preface(runs, manyRuns),
    ...recorded.map(({ experiment, outcome }) => sectionOf(experiment, outcome)),
  ].join("\n\n");
  return format(text, { parser: "markdown", printWidth: 110, proseWrap: "always" });
}

function preface(runs: number, manyRuns: number): string {
  return `# Experiments

<!-- Written by \`npm run experiments -- --record docs/experiments.md\`. -->

The study _An Empirical Catalog of 63 LLM-Agent Budget-Overrun Incidents_ (arXiv 2606.04056) measured what becomes of
budgets under each way to keep them, with a crate for Rust. Here its conditions are run again, with the SDKs' own clients
over HTTP, against a local server that speaks the providers' protocols and counts what it bills. \`npm run experiments\`
does it all, without the network, and fails if a claim does not hold; \`npm test\` runs a small sample. The figures below
are of ${runs} runs for each condition, and of ${manyRuns} where the study made a thousand.

The server stands in for the providers: what is shown is how budgets are kept, not what models cost. Its bill is 1 token
for 4 bytes of the messages and 1 for each word of the reply.`;
}

function sectionOf({ title, setUp, limits }: Experiment, { tables, printed, claims }: Outcome): string {
  return [
    `## ${title}`,
    setUp,
    ...tables.map(markdownOf),
    ...(printed === undefined ? [] : [`\`\`\`text\n${printed.trimEnd()}\n\`\`\``]),
    claimsOf(claims),
    `It does not show ${limits}`,
  ].join("\n\n");
}

function claimsOf(claims: readonly Claim[]): string {
  const textsOf = (holding: boolean): string =>
    claims.flatMap(({ text, holds }) => (holds === holding ? [text] : [])).join("; ");
  const broken = textsOf(false);
  return `Checked, and held: ${textsOf(true)}.${broken === "" ? "" : `\n\n**Did not hold**: ${broken}.`}`;
}

function markdownOf({ columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(columns), line(columns.map((_, i) => (i === 0 ? "---" : "--:"))), ...rows.map(line)].join(
    "\n",
  );
}
