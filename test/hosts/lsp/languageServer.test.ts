import { spawnSync } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Diagnostic } from "vscode-languageserver/node";
import { repository } from "../../fixtures/fixtureProgram.js";
import { EditedProject, type Installed } from "./EditedProject.js";
import { ProtocolClient } from "./ProtocolClient.js";

const program = path.join(repository, "dist/cli/affine-budget.js");

const sound = `import type { Budget } from "affine-budget";

export function finish(b: Budget<"usd">): number {
  const left = b.close();
  return left;
}
`;
const doubleSpend = sound.replace("return left", "return left + b.close()");

const twoSlips = `import type { Budget } from "affine-budget";

export function charge(budget: Budget): number {
  budget.spend(10);
  return budget.close();
}
export function chargeTwice(budget: Budget): number {
  budget.spend(10);
  budget.spend(20);
  return budget.close();
}
`;

const borrowingTake = `import type { Borrowed, Budget } from "affine-budget";
export function take(b: Borrowed<Budget>): number { return b.remaining; }
`;
const owningTake = `import type { Budget } from "affine-budget";
export function take(b: Budget): number { return b.close(); }
`;
const takesTwice = `import type { Budget } from "affine-budget";
import { take } from "./take.js";
export function run(b: Budget): number {
  return take(b) + take(b);
}
`;

const versions: readonly { version: string; typescript: Installed; compilers: number }[] = [
  { version: "5.9", typescript: "ts59", compilers: 0 },
  { version: "6.0", typescript: "typescript", compilers: 0 },
  { version: "7.0", typescript: "ts70", compilers: 1 },
  { version: "7.1", typescript: "ts71", compilers: 1 },
];

describe.each(versions)("the language server with TypeScript $version", ({ typescript, compilers }) => {
  let project: EditedProject;
  let editor: ProtocolClient;
  let file: string;
  let taker: string;

  beforeAll(async () => {
    project = new EditedProject(typescript, { "src/a.ts": sound, "src/take.ts": borrowingTake });
    file = path.join(project.folder, "src/a.ts");
    taker = path.join(project.folder, "src/take.ts");
    editor = await ProtocolClient.start(program, project.folder, "pulled");
    await editor.open(file, sound);
    await editor.open(taker, borrowingTake);
  });
  beforeEach(async () => {
    await editor.type(file, sound);
  });
  afterAll(async () => {
    await editor.stop();
  });

  it("shows a bug while it is typed, unsaved, until it is mended", async () => {
    const shown = await ProtocolClient.start(program, project.folder, "pushed");
    try {
      await shown.open(file, sound);
      expect(await shown.shows(file, 0)).toEqual([]);
      await shown.type(file, doubleSpend);
      expectDoubleSpend(await shown.shows(file, 1));
      await shown.type(file, sound);
      expect(await shown.shows(file, 0)).toEqual([]);
    } finally {
      await shown.stop();
    }
  });

  it("answers an editor that asks", async () => {
    await editor.type(file, doubleSpend);
    expectDoubleSpend(await editor.pull(file));
    await editor.type(file, sound);
    expect(await editor.pull(file)).toEqual([]);
  });

  it("reads what is typed into other documents, unsaved", async () => {
    await editor.type(file, takesTwice);
    expect(await editor.pull(file)).toEqual([]);
    await editor.type(taker, owningTake);
    expect(await editor.pull(file)).toMatchObject([
      {
        code: 71003,
        relatedInformation: [
          { location: { uri: expect.stringContaining("src/a.ts") as string } },
          { location: { uri: expect.stringContaining("src/take.ts") as string } },
        ],
      },
    ]);
    await editor.type(taker, borrowingTake);
    expect(await editor.pull(file)).toEqual([]);
    expect(project.read("src/a.ts")).toBe(sound);
  });

  it("mends a report: the fix is taken, and the report goes", async () => {
    await editor.type(file, twoSlips);
    const shown = await editor.pull(file);
    const [report] = shown.filter(({ code }) => code === 71002);
    if (report === undefined) throw new Error(`no double-spend among ${JSON.stringify(shown)}`);
    const [fix] = await editor.codeActions(file, report.range, shown);
    expect(fix).toMatchObject({
      title: "Assign the result back to `budget`",
      kind: "quickfix",
      isPreferred: true,
      diagnostics: [report],
    });
    const mended = await editor.take(file, fix ?? { title: "" });
    expect(mended).toBe(twoSlips.replace("  budget.spend(10)", "  budget = budget.spend(10)"));
    // Only those of `chargeTwice` are left.
    expect((await editor.pull(file)).map(({ range }) => range.start.line)).toEqual([7, 8, 8, 9]);
  });

  it("mends a whole file at once, by the light bulb or when it is saved", async () => {
    await editor.type(file, twoSlips);
    const shown = await editor.pull(file);
    const [report] = shown.filter(({ code }) => code === 71002);
    const range = report?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const offered = await editor.codeActions(file, range, shown);
    const everywhere = offered.find(({ title }) => title.endsWith("everywhere in this file"));
    const [onSave, ...more] = await editor.codeActions(file, range, shown, ["source.fixAll"]);
    expect(more).toEqual([]);
    expect(onSave).toMatchObject({ kind: "source.fixAll.affine-budget", edit: everywhere?.edit });

    const mended = await editor.take(file, onSave ?? { title: "" });
    expect(mended.match(/budget = budget\.spend/g)).toHaveLength(3);
    expect(await editor.pull(file)).toEqual([]);
    expect(await editor.codeActions(file, range, [])).toEqual([]);
  });

  it("says what the state of a place is, when one points at it", async () => {
    await editor.type(file, twoSlips);
    expect(await editor.hover(file, { line: 4, character: 12 })).toEqual({
      contents: {
        kind: "markdown",
        value: "**ownership**: moved at line 4 (receiver of consuming method `spend`)",
      },
      range: { start: { line: 4, character: 9 }, end: { line: 4, character: 15 } },
    });
    expect(await editor.hover(file, { line: 0, character: 2 })).toBeNull();
  });

  it("hints at moves, as the options of the project say", async () => {
    await editor.type(file, sound);
    const hint = { label: "move", position: { line: 3, character: 15 }, kind: 2, paddingRight: true };
    expect(await editor.inlayHints(file)).toEqual([hint]);
    await editor.saved(project.configure({ hints: { move: false } }));
    expect(await editor.inlayHints(file)).toEqual([]);
    await editor.saved(project.configure({}));
    expect(await editor.inlayHints(file)).toEqual([hint]);
  });

  it("says nothing of documents that are in no project", async () => {
    const elsewhere = path.join(project.folder, "elsewhere.ts");
    await editor.open(elsewhere, doubleSpend);
    expect(await editor.pull(elsewhere)).toEqual([]);
  });

  it("outlives the compiler's process, where that is one of its own", async () => {
    await editor.type(file, doubleSpend);
    expectDoubleSpend(await editor.pull(file));
    const running = childrenOf(editor.pid);
    expect(running).toHaveLength(compilers);
    for (const compiler of running) process.kill(compiler, "SIGKILL");
    // The same question, which a dead compiler's answers of before must not answer for ever, and a further one.
    expectDoubleSpend(await editor.pull(file));
    await editor.type(file, sound);
    expect(await editor.pull(file)).toEqual([]);
    await editor.type(file, doubleSpend);
    expectDoubleSpend(await editor.pull(file));
    expect(childrenOf(editor.pid)).toHaveLength(compilers);
  });
});

function expectDoubleSpend(shown: readonly Diagnostic[]): void {
  expect(shown).toMatchObject([
    {
      code: 71002,
      message: "`b` is spent again after it was consumed by `close` [double-spend]",
      range: { start: { line: 4, character: 16 } },
      relatedInformation: [{ message: "moved here: receiver of consuming method `close`" }],
    },
  ]);
}

function childrenOf(pid: number | undefined): readonly number[] {
  const { stdout } = spawnSync("pgrep", ["-P", String(pid)], { encoding: "utf8" });
  return stdout.split("\n").filter(Boolean).map(Number);
}
