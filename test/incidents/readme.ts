import { format } from "prettier";

import type { Incident } from "../../fixtures/incidents/Incident.js";
import type { Cost, GuardedCost } from "./runIncident.js";
import { clusters, type Program } from "./programs.js";

/** What is known of a program once it has been run both ways and checked. */
export interface Result {
  readonly program: Program;
  readonly incident: Incident;
  readonly without: Cost;
  readonly guarded: GuardedCost;
  /** The rules that the checker reports in it. */
  readonly rules: readonly string[];
}

/** The README of `fixtures/incidents`, with the figures of a run. */
export async function readmeOf(results: readonly Result[]): Promise<string> {
  const sections = Object.entries(clusters).map(([cluster, definition]) => {
    const own = results.filter(({ program }) => program.cluster === cluster);
    return [
      `## ${titleOf(cluster)}: ${definition}`,
      tableOf(own),
      ...own.map(({ program, incident: { reported, runtime, neither } }) =>
        [
          `- [${nameOf(program)}](${program.name})`,
          `  - Reported: ${reported}.`,
          `  - The runtime ${runtime}.`,
          `  - Neither can ${neither}.`,
        ].join("\n"),
      ),
    ].join("\n\n");
  });
  return format([preface, ...sections].join("\n\n"), { parser: "markdown", printWidth: 110 });
}

const preface = `# Incidents

<!-- Written by \`UPDATE=1 npx vitest run test/incidents\`. -->

Programs in the shape in which budget overruns were reported, two or more for each of the eight clusters that _An Empirical
Catalog of 63 LLM-Agent Budget-Overrun Incidents_ (arXiv 2606.04056) found. Each file has the program as it was reported, without
a budget (\`reported\`). Where a budget makes the mistake one that can be seen while compiling, it has that, too (\`with...\`), with
the checker's reports inline.

\`test/incidents\` runs every program with the real client against a local server, once as it is and once with a guard in its
client. The figures are tokens that the server billed.`;

function tableOf(results: readonly Result[]): string {
  const rows = results.map(({ program, incident, without, guarded, rules }) => [
    nameOf(program),
    incident.cap,
    `${without.billed} in ${calls(without)}`,
    `${guarded.billed} in ${calls(guarded)}`,
    rules.length === 0 ? "nothing" : rules.map((rule) => `\`${rule}\``).join(", "),
  ]);
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(["program", "cap", "without us", "with a guard", "the checker rejects"]),
    line(["---", "--:", "--:", "--:", "---"]),
    ...rows.map(line),
  ].join("\n");
}

function calls({ requests }: Cost): string {
  return requests === 1 ? "1 call" : `${requests} calls`;
}

function nameOf({ name }: Program): string {
  return (name.split("/")[1] ?? name).replace(/\.ts$/, "");
}

function titleOf(cluster: string): string {
  const words = cluster.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
