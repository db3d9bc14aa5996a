import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mended, owningTake, suppressed, violation } from "../sources.js";
import { pluginEntry, TestProject } from "../TestProject.js";
import { installedToolchain, type Toolchain, type TypeScriptPackage } from "../toolchains.js";
import { TestServer } from "./TestServer.js";

const versions: readonly { version: string; installed: TypeScriptPackage }[] = [
  { version: "5.9", installed: "ts59" },
  { version: "6.0", installed: "typescript" },
];

describe.each(versions)("tsserver of TypeScript $version", ({ installed }) => {
  let toolchain: Toolchain;
  let project: TestProject;
  let server: TestServer;
  let run: string;

  // One server for all tests, as an editor has one for all its projects.
  beforeAll(() => {
    toolchain = installedToolchain(installed);
    server = TestServer.plain(toolchain);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    project = new TestProject(toolchain, {
      "tsconfig.json": tsconfig(),
      "src/take.ts": owningTake,
      "src/run.ts": violation,
      "src/suppressed.ts": suppressed,
    });
    run = path.join(project.folder, "src/run.ts");
  });
  afterEach(() => {
    server.close(run);
    project[Symbol.dispose]();
  });

  function tsconfig(options: object = {}): string {
    const compilerOptions = {
      target: "es2022",
      lib: ["es2022"],
      types: [],
      module: "esnext",
      moduleResolution: "bundler",
      strict: true,
      skipLibCheck: true,
      plugins: [{ ...pluginEntry, ...options }],
    };
    return JSON.stringify({ compilerOptions, include: ["src"] });
  }

  it("reports a violation with the move that explains it, once, until it is mended, and again", async () => {
    server.open(run, violation);
    const report = expect.objectContaining({
      start: { line: 4, offset: 21 },
      end: { line: 4, offset: 22 },
      code: 71001,
      category: "error",
      source: "affine-budget",
      text: expect.stringMatching(/`b`.* \[aliasing\]$/),
      relatedInformation: expect.arrayContaining([
        expect.objectContaining({
          span: { file: run, start: { line: 4, offset: 13 }, end: { line: 4, offset: 14 } },
        }),
      ]),
    });
    expect((await server.diagnostics(run)).semantic).toEqual([report]);
    server.edit(run, violation, mended);
    expect((await server.diagnostics(run)).semantic).toEqual([]);
    server.edit(run, mended, violation);
    expect((await server.diagnostics(run)).semantic).toEqual([report]);
  });

  it("heeds suppression comments", async () => {
    const file = path.join(project.folder, "src/suppressed.ts");
    server.open(file, suppressed);
    expect((await server.diagnostics(file)).semantic).toEqual([]);
  });

  it("reports even if a request that caches diagnostics came first", async () => {
    server.open(run, violation);
    await server.request("suggestionDiagnosticsSync", { file: run });
    expect((await server.diagnostics(run)).semantic).toHaveLength(1);
  });

  it("shows a suggestion as one", async () => {
    project.write("tsconfig.json", tsconfig({ severity: { aliasing: "suggestion" } }));
    server.open(run, violation);
    // Once tsserver hears of the new tsconfig it drops what it has not yet sent.
    await expect
      .poll(() => server.diagnostics(run), { timeout: 90_000, interval: 300 })
      .toEqual({
        semantic: [],
        suggestion: [expect.objectContaining({ code: 71001, category: "suggestion" })],
      });
  });

  it("follows the options, and reports nothing twice, when tsconfig changes", async () => {
    server.open(run, violation);
    expect((await server.diagnostics(run)).semantic).toHaveLength(1);
    project.write("tsconfig.json", tsconfig({ severity: { aliasing: "warning" } }));
    await expect
      .poll(async () => (await server.diagnostics(run)).semantic, { timeout: 90_000, interval: 300 })
      .toEqual([expect.objectContaining({ code: 71001, category: "warning" })]);
  });

  it("reports once where ts-patch has patched the module as well", async () => {
    await using patched = TestServer.patched(toolchain);
    patched.open(run, violation);
    expect((await patched.diagnostics(run)).semantic).toEqual([expect.objectContaining({ code: 71001 })]);
  });

  it("shows an invalid option at the beginning of each file", async () => {
    project.write("tsconfig.json", tsconfig({ inspekt: [] }));
    server.open(run, mended);
    expect((await server.diagnostics(run)).semantic).toEqual([
      expect.objectContaining({
        start: { line: 1, offset: 1 },
        code: 71091,
        text: expect.stringContaining("Did you mean `inspect`?"),
      }),
    ]);
  });
});
