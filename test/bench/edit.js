// @ts-check
/**
 * What the language server takes from an edit in one of many open documents until it has answered for all of them, where the
 * edit is in a body and where it changes a signature. Measures the built package: `npm run build` first.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { Project } from "./project/Project.js";
import { numbersFrom } from "./shared/commandLine.js";
import { printAim, printConditions } from "./shared/print.js";
import { median } from "./shared/statistics.js";

const { files, open, edits, seed } = numbersFrom(
  "bench:edit",
  "What the language server takes to answer for all open documents after an edit of one.",
  {
    files: { fallback: 300, means: "in the project, half of which use budgets" },
    open: { fallback: 40, means: "documents that are open" },
    edits: { fallback: 30, means: "of each kind that are measured" },
    seed: { fallback: 1, means: "of the generated project" },
  },
);
const most = 0.5;

const project = new Project("edit", { files, budgetShare: 0.5, seed });
project.configureEditor("without");
printConditions(`${project.summary}, ${open} documents open; ${edits} edits of each kind; seed ${seed}`);

const program = "node_modules/affine-budget/dist/cli/affine-budget.js";
const child = spawn(process.execPath, [program, "lsp", "--stdio"], { cwd: project.folder });
const connection = createMessageConnection(
  new StreamMessageReader(child.stdout),
  new StreamMessageWriter(child.stdin),
);
connection.listen();
await connection.sendRequest("initialize", {
  processId: process.pid,
  rootUri: pathToFileURL(project.folder).href,
  capabilities: { textDocument: { diagnostic: {} } },
});
await connection.sendNotification("initialized", {});

const names = [...project.texts.keys()].filter((name) => !name.endsWith("index.ts")).slice(0, open);
const uriOf = (/** @type {string} */ name) => pathToFileURL(path.join(project.folder, "src", name)).href;
const edited =
  names.find((name) => (project.texts.get(name) ?? "").includes("Promise<Budget>")) ?? names[0] ?? "";
const text = readFileSync(path.join(project.folder, "src", edited), "utf8");
let version = 0;
for (const name of names) {
  const textDocument = {
    uri: uriOf(name),
    languageId: "typescript",
    version: ++version,
    text: project.texts.get(name),
  };
  await connection.sendNotification("textDocument/didOpen", { textDocument });
}

/** @type {Map<string, string>} */
const answers = new Map();
/** Answered anew: those whose result is another one. */
async function answerAll() {
  let anew = 0;
  for (const name of names) {
    const previousResultId = answers.get(name);
    const params = { textDocument: { uri: uriOf(name) }, ...(previousResultId && { previousResultId }) };
    /** @type {{ kind: string, resultId: string }} */
    const { kind, resultId } = await connection.sendRequest("textDocument/diagnostic", params);
    answers.set(name, resultId);
    if (kind === "full") anew++;
  }
  return anew;
}

try {
  await answerAll();
  const body = await measure((n) => text.replace(/(\): [^{}]*\{\n)/, `$1  void ${n};\n`));
  const signature = await measure((n) => `${text}\nexport type Added${n} = ${n};\n`);
  report("in a body", body);
  report("of a signature", signature);
  const share = median(body.times) / median(signature.times);
  printAim(
    `an edit in a body takes at most ${most} times as long as one of a signature, which many documents rest on`,
    share <= most,
    share.toFixed(2),
  );
} finally {
  child.kill();
  connection.dispose();
}

/** @param {(n: number) => string} change */
async function measure(change) {
  const times = [];
  const anew = [];
  for (let n = 0; n < edits; n++) {
    const start = performance.now();
    await connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: uriOf(edited), version: ++version },
      contentChanges: [{ text: change(n) }],
    });
    anew.push(await answerAll());
    times.push(performance.now() - start);
  }
  return { times, anew };
}

/** @param {string} kind @param {{ times: readonly number[], anew: readonly number[] }} measured */
function report(kind, { times, anew }) {
  console.log(
    `an edit ${kind.padEnd(15)} ${median(times).toFixed(0).padStart(5)} ms, ${median(anew)} of ${open} documents checked again`,
  );
}
