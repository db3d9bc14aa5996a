import path from "node:path";
import type { server } from "typescript";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { applyCodeEdits } from "./applyCodeEdits.js";
import { pluginEntry, TestProject } from "../TestProject.js";
import { installedToolchain, type TypeScriptPackage } from "../toolchains.js";
import { TestServer } from "./TestServer.js";

type CodeFix = server.protocol.CodeFixAction;
type CombinedFix = server.protocol.CombinedCodeActions;

const versions: readonly { version: string; installed: TypeScriptPackage }[] = [
  { version: "5.9", installed: "ts59" },
  { version: "6.0", installed: "typescript" },
];

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

describe.each(versions)("what an editor shows, with the tsserver of TypeScript $version", ({ installed }) => {
  let project: TestProject;
  let server: TestServer;
  let file: string;

  beforeAll(() => {
    server = TestServer.plain(installedToolchain(installed));
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    const compilerOptions = {
      target: "es2022",
      lib: ["es2022"],
      types: [],
      module: "esnext",
      moduleResolution: "bundler",
      strict: true,
      skipLibCheck: true,
      plugins: [pluginEntry],
    };
    project = new TestProject(installedToolchain(installed), {
      "tsconfig.json": JSON.stringify({ compilerOptions, include: ["src"] }),
      "src/run.ts": twoSlips,
    });
    file = path.join(project.folder, "src/run.ts");
    server.open(file, twoSlips);
  });
  afterEach(() => {
    server.close(file);
    project[Symbol.dispose]();
  });

  function fixesAt(
    line: number,
    offset: number,
    endOffset: number,
    code: number,
  ): Promise<readonly CodeFix[]> {
    const request = {
      file,
      startLine: line,
      startOffset: offset,
      endLine: line,
      endOffset,
      errorCodes: [code],
    };
    return server.request("getCodeFixes", request) as Promise<readonly CodeFix[]>;
  }

  /** The lines that still have a report when the file's text is this. */
  async function reportedLines(text: string): Promise<readonly number[]> {
    server.edit(file, twoSlips, text);
    const { semantic, suggestion } = await server.diagnostics(file);
    return [...semantic, ...suggestion].map(({ start }) => start.line).sort((a, b) => a - b);
  }

  it("mends a report: after the fix it is gone", async () => {
    const fixes = await fixesAt(4, 10, 16, 71002);
    expect(fixes).toEqual([
      expect.objectContaining({
        fixName: "assign-result-back",
        description: "Assign the result back to `budget`",
        fixId: "affine-budget/assign-result-back",
      }),
    ]);
    const mended = applyCodeEdits(twoSlips, fixes[0]?.changes[0]?.textChanges ?? []);
    expect(mended).toContain(
      "  budget = budget.spend(10);\n  return budget.close();\n}\nexport function chargeTwice",
    );
    // Only those of `chargeTwice` are left.
    expect(await reportedLines(mended)).toEqual([7, 8, 8, 9]);
  });

  it("mends a whole file at once", async () => {
    const scope = { type: "file", args: { file } };
    const request = { scope, fixId: "affine-budget/assign-result-back" };
    const combined = (await server.request("getCombinedCodeFix", request)) as CombinedFix;
    const mended = applyCodeEdits(twoSlips, combined.changes[0]?.textChanges ?? []);
    expect(mended.match(/budget = budget\.spend/g)).toHaveLength(3);
    expect(await reportedLines(mended)).toEqual([]);
  });

  it("leaves the fixes of TypeScript's own errors to TypeScript", async () => {
    const misspelt = twoSlips.replace("budget.close()", "bugdet.close()");
    server.edit(file, twoSlips, misspelt);
    const fixes = await fixesAt(4, 10, 16, 2552);
    expect(fixes.map(({ fixName }) => fixName)).toContain("spelling");
    server.edit(file, misspelt, twoSlips);
  });

  it("names the codes that it has fixes for, even where no file is named, as VS Code asks", async () => {
    expect(await server.request("getSupportedCodeFixes")).toEqual(
      expect.arrayContaining(["2552", "71002", "71003", "71007", "71018"]),
    );
  });

  it("says what the state of a place is, when one points at it", async () => {
    const info = (await server.request("quickinfo", { file, line: 4, offset: 12 })) as {
      documentation: string;
    };
    expect(info.documentation).toContain(
      "**ownership**: moved at line 3 (receiver of consuming method `spend`)",
    );
  });

  it("hints at moves", async () => {
    const hints = await server.request("provideInlayHints", { file, start: 0, length: twoSlips.length });
    expect(hints).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ text: "move", position: { line: 3, offset: 3 }, whitespaceAfter: true }),
      ]),
    );
  });
});
