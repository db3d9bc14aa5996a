import { execFileSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findServer } from "../../plugin/editors/vscode/src/findServer.js";
import { fixAllKind } from "../../plugin/hosts/lsp/protocol/codeActions.js";
import { repository } from "../fixtures/fixtureProgram.js";

interface Manifest {
  readonly main: string;
  readonly private?: boolean;
  readonly dependencies?: object;
  readonly scripts?: object;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
}

const home = realpathSync(mkdtempSync(path.join(tmpdir(), "affine-budget-vscode-")));
afterAll(() => {
  rmSync(home, { recursive: true });
});

describe("the extension for VS Code, as built", () => {
  let files: Readonly<Record<string, Uint8Array>>;
  const text = (name: string): string => strFromU8(files[name] ?? new Uint8Array());

  beforeAll(() => {
    const out = path.join(home, "extension.vsix");
    execFileSync(process.execPath, ["scripts/build-vscode.js", "--out", out], { cwd: repository });
    files = unzipSync(readFileSync(out));
  });

  it("holds the client, its manifest, its description and licences, and nothing else", () => {
    expect(Object.keys(files).sort()).toEqual([
      "[Content_Types].xml",
      "extension.vsixmanifest",
      "extension/LICENSE.txt",
      "extension/THIRD-PARTY-LICENSES.txt",
      "extension/dist/extension.cjs",
      "extension/package.json",
      "extension/readme.md",
    ]);
  });

  it("has a manifest that names what is there, and asks npm for nothing", () => {
    const manifest = JSON.parse(text("extension/package.json")) as Manifest;
    expect(Object.keys(files)).toContain(path.posix.join("extension", manifest.main));
    expect([manifest.private, manifest.dependencies, manifest.scripts]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("loads the editor and Node's own modules alone, and no checker", () => {
    const client = text("extension/dist/extension.cjs");
    const loaded = [...client.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name ?? "");
    expect(loaded.filter((name) => !isBuiltin(name) && name !== "vscode")).toEqual([]);
    expect(loaded).toContain("vscode");
    expect(client).not.toContain("double-spend");
  });

  it("describes every setting and command that it reads", () => {
    const { contributes } = JSON.parse(text("extension/package.json")) as Manifest;
    const client = text("extension/dist/extension.cjs");
    const settings = Object.keys(contributes.configuration.properties);
    // The last is the client library's own.
    const own = ["affine-budget.enable", "affine-budget.package"];
    expect(settings).toEqual([...own, "affine-budget.trace.server"]);
    for (const name of own) {
      expect(client).toContain(`"${name.replace("affine-budget.", "")}"`);
      for (const page of [text("extension/readme.md"), docs]) expect(page).toContain(`\`${name}\``);
    }
    expect(contributes.commands.map(({ command }) => command)).toEqual(["affine-budget.restart"]);
    expect(client).toContain('"affine-budget.restart"');
  });
});

const docs = readFileSync(path.join(repository, "docs/editor.md"), "utf8");

describe("the documentation of editors", () => {
  it("names the kind of the action that mends a document when it is saved", () => {
    expect(docs).toContain(`"${fixAllKind}"`);
  });
});

describe("the server that the extension starts", () => {
  function install(folder: string): string {
    const directory = path.join(home, folder, "node_modules/affine-budget");
    mkdirSync(directory, { recursive: true });
    const manifest = { name: "affine-budget", bin: { "affine-budget": "./dist/cli/affine-budget.js" } };
    writeFileSync(path.join(directory, "package.json"), JSON.stringify(manifest));
    return path.join(directory, "dist/cli/affine-budget.js");
  }

  it("is that of the package in the workspace folder, or above it", () => {
    const program = install("workspace");
    expect(findServer(path.join(home, "workspace"), "")).toBe(program);
    expect(findServer(path.join(home, "workspace/packages/agents"), "")).toBe(program);
  });

  it("is that of the package that the setting names", () => {
    const program = install("monorepo/packages/agents");
    const named = "packages/agents/node_modules/affine-budget";
    expect(findServer(path.join(home, "monorepo"), named)).toBe(program);
  });

  it("is none where there is no package", () => {
    expect(findServer(path.join(home, "elsewhere"), "")).toBeNull();
    expect(findServer(path.join(home, "workspace"), "nowhere")).toBeNull();
  });

  it("is a program that this package ships", () => {
    const { bin } = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8")) as {
      bin: Record<string, string>;
    };
    expect(findServer(repository, ".")).toBe(path.join(repository, bin["affine-budget"] ?? ""));
  });
});
