import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { repository } from "../../fixtures/fixtureProgram.js";
import { ProtocolClient, type ShownDiagnostic } from "./ProtocolClient.js";

const require = createRequire(import.meta.url);
const program = path.join(repository, "dist/cli/affine-budget.js");

const sound = `import type { Budget } from "affine-budget";

export function finish(b: Budget<"usd">): number {
  const left = b.close();
  return left;
}
`;
const doubleSpend = sound.replace("return left", "return left + b.close()");

describe.each([
  ["5.9", "ts59"],
  ["6.0", "typescript"],
  ["7.0", "ts70"],
  ["7.1", "ts71"],
])("the language server with TypeScript %s", (_version, typescript) => {
  const folder = path.join(repository, ".tmp/hosts/lsp", typescript);
  const file = path.join(folder, "src/a.ts");
  let editor: ProtocolClient;

  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(path.join(folder, "src"), { recursive: true });
    mkdirSync(path.join(folder, "node_modules"));
    const compiler = path.dirname(require.resolve(`${typescript}/package.json`));
    symlinkSync(compiler, path.join(folder, "node_modules/typescript"), "junction");
    symlinkSync(repository, path.join(folder, "node_modules/affine-budget"), "junction");
    const compilerOptions = { strict: true, module: "nodenext", target: "es2022", types: [], noEmit: true };
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
    writeFileSync(file, sound);
  });
  afterEach(async () => {
    await editor.stop();
  });

  it("shows a bug while it is typed, unsaved, until it is mended", async () => {
    editor = await ProtocolClient.start(program, folder, "pushed");
    await editor.open(file, sound);
    expect(await editor.shows(file, 0)).toEqual([]);
    await editor.type(file, doubleSpend);
    expectDoubleSpend(await editor.shows(file, 1));
    await editor.type(file, sound);
    expect(await editor.shows(file, 0)).toEqual([]);
  });

  it("answers an editor that asks", async () => {
    editor = await ProtocolClient.start(program, folder, "pulled");
    await editor.open(file, doubleSpend);
    expectDoubleSpend(await editor.pull(file));
    await editor.type(file, sound);
    expect(await editor.pull(file)).toEqual([]);
  });

  it("outlives the compiler's process, where that is one of its own", async () => {
    editor = await ProtocolClient.start(program, folder, "pulled");
    await editor.open(file, doubleSpend);
    expectDoubleSpend(await editor.pull(file));
    const compilers = childrenOf(editor.pid);
    expect(compilers).toHaveLength(typescript.startsWith("ts7") ? 1 : 0);
    for (const compiler of compilers) process.kill(compiler, "SIGKILL");
    await editor.type(file, doubleSpend);
    expectDoubleSpend(await editor.pull(file));
  });
});

function expectDoubleSpend(shown: readonly ShownDiagnostic[]): void {
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
