// @ts-check
/**
 * What the checker adds between a keystroke and the errors that an editor shows. Two real tsservers, one of them with the
 * plugin, get the same edits in turn: a character in a function that spends, then the question for semantic errors. The
 * file is of some 1,000 lines and has 50 functions with a budget, in a project of other files with and without.
 */
import path from "node:path";
import { Server } from "./keystroke/Server.js";
import { Project } from "./project/Project.js";
import { numbersFrom } from "./shared/commandLine.js";
import { intervalText, printAim, printConditions } from "./shared/print.js";
import { median, medianInterval, quantile } from "./shared/statistics.js";

const aim = 10;
const { budgets, files, edits, seed } = numbersFrom(
  "bench:keystroke",
  "What the checker adds to the time between a keystroke and the errors in an editor.",
  {
    budgets: { fallback: 50, means: "functions with a budget in the edited file" },
    files: { fallback: 100, means: "in the project" },
    edits: { fallback: 120, means: "that are measured" },
    seed: { fallback: 1, means: "of the generated project" },
  },
);
const warmUp = Math.min(40, edits);

/** @param {number} index */
const task = (index) => `
export interface Job${index} {
  readonly id: string;
  readonly prompts: readonly string[];
  readonly limit?: number;
}

export async function run${index}(budget: Budget, job: Job${index}, model: Model): Promise<Budget> {
  let rest = budget;
  for (const prompt of job.prompts) {
    if (!rest.covers(prompt.length)) break;
    rest = rest.spend(prompt.length);
    const { text, tokens } = await model(\`\${job.id}: \${prompt}\`);
    if (text === "" || !rest.covers(tokens)) continue;
    rest = rest.spend(tokens);
  }
  return rest;
}
`;
const text = `import type { Budget } from "affine-budget";

type Model = (prompt: string) => Promise<{ readonly text: string; readonly tokens: number }>;
${Array.from({ length: budgets }, (_, index) => task(index)).join("")}`;
/** The line in the middle where a character is typed and taken back. */
const line = text.split("\n").findIndex((each) => each.includes(`run${budgets >> 1}(`)) + 3;

printConditions(
  `a file of ${text.split("\n").length} lines with ${budgets} budgets, among ${files} others; ${edits} edits, ` +
    `after ${warmUp} to warm up; seed ${seed}`,
);

/** @param {"without" | "with"} variant */
function open(variant) {
  const project = new Project(`keystroke-${variant}`, { files, budgetShare: 0.1, seed });
  project.configureEditor(variant);
  project.write("src/edited.ts", text);
  const file = path.join(project.folder, "src/edited.ts");
  const server = new Server(project.folder);
  server.send("open", { file, fileContent: text, projectRootPath: project.folder });
  return { server, file, times: /** @type {number[]} */ ([]), processorTime: 0 };
}

const sides = { without: open("without"), with: open("with") };
try {
  for (const { server, file } of Object.values(sides)) {
    const found = await server.ask("semanticDiagnosticsSync", { file });
    if (found.length > 0) throw new Error(`the edited file has errors: ${JSON.stringify(found[0])}`);
  }
  for (let edit = 0; edit < warmUp + edits; edit++) {
    if (edit === warmUp)
      for (const side of Object.values(sides)) side.processorTime = side.server.processorTime();
    const order = edit % 4 < 2 ? [sides.without, sides.with] : [sides.with, sides.without];
    const typed = edit % 2 === 0;
    for (const { server, file, times } of order) {
      const start = performance.now();
      const at = { file, line, offset: 1, endLine: line, endOffset: typed ? 1 : 2 };
      server.send("change", { ...at, insertString: typed ? ";" : "" });
      await server.ask("semanticDiagnosticsSync", { file });
      if (edit >= warmUp) times.push(performance.now() - start);
    }
  }
  for (const side of Object.values(sides))
    side.processorTime = (side.server.processorTime() - side.processorTime) / edits;
  // That the plugin is at work: a budget that is spent twice.
  for (const [side, { server, file }] of Object.entries(sides)) {
    const at = { file, line: 1, offset: 1, endLine: 1, endOffset: 1 };
    server.send("change", { ...at, insertString: "export const twice = (b: Budget) => [b, b]; " });
    const found = await server.ask("semanticDiagnosticsSync", { file });
    if (found.length !== (side === "with" ? 1 : 0)) throw new Error(`${side}: ${JSON.stringify(found)}`);
  }
} finally {
  for (const { server } of Object.values(sides)) server.stop();
}

for (const [side, { times }] of Object.entries(sides)) {
  console.log(
    `${side.padEnd(7)} p50 ${median(times).toFixed(1).padStart(6)} ms   p95 ${quantile(times, 0.95).toFixed(1).padStart(6)} ms`,
  );
}
const added = sides.with.times.map((time, index) => time - (sides.without.times[index] ?? NaN));
console.log(
  `added per edit: median ${median(added).toFixed(1)} ms (${intervalText(medianInterval(added), 1)})`,
);
console.log(
  `processor time per edit: ${sides.with.processorTime.toFixed(1)} ms with the plugin, ` +
    `${sides.without.processorTime.toFixed(1)} ms without`,
);
const p95 = quantile(sides.with.times, 0.95) - quantile(sides.without.times, 0.95);
printAim(
  `the 95th percentile is at most ${aim} ms later with the plugin`,
  p95 <= aim,
  `${p95.toFixed(1)} ms`,
);
