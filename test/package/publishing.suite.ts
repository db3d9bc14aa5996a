import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { describe, expect, it } from "vitest";

import { installation, root } from "./support/install.js";

/** Guards for SDKs, and what serves them, each a subpath of its own. */
const adapters = [
  ...["./openai", "./anthropic", "./ai-sdk", "./langchain", "./openai-agents"],
  ...["./prices", "./gpt-tokenizer", "./opentelemetry", "./report"],
];

describe("the published package", () => {
  it("has nothing that publint objects to, strictly", async () => {
    const { messages, pkg } = await publint({ pkgDir: installation.directory, pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it("has types that are not wrong in any way of resolving it", () => {
    // The profile leaves out `node10`: it knows no `exports`, so it takes `main`, which is the plugin because tsserver
    // loads it that way. Every Node that the package supports goes by `exports`. The plugin is CommonJS alone, which
    // needs no exception: nothing imports it but hosts that `require` it, and its types say so.
    const attw = path.join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
    const args = [attw, installation.tarball, "--profile", "node16", "--format", "json"];
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
    const { analysis } = JSON.parse(stdout) as TypesReport;

    expect(Object.keys(analysis.entrypoints)).toEqual([
      ".",
      "./testing",
      ...adapters,
      "./plugin",
      "./package.json",
    ]);
    const problems = analysis.problems.filter(({ resolutionKind }) => resolutionKind !== "node10");
    expect(problems).toEqual([]);
    expect(status).toBe(0);
  });

  it("has every file that its manifest names, and the command line can be run", () => {
    const manifest = readManifest();
    const named = new Set<string>([
      manifest.main,
      manifest.types,
      ...leaves(manifest.exports),
      ...leaves(manifest.bin),
    ]);
    expect(named.size).toBeGreaterThan(5);
    for (const file of named)
      expect(statSync(path.join(installation.directory, file)).size, file).toBeGreaterThan(0);
    for (const file of leaves(manifest.bin)) {
      expect(statSync(path.join(installation.directory, file)).mode & 0o111, file).toBe(0o111);
    }
  });

  it("depends on nothing, and carries no sources or tests", () => {
    const manifest = readManifest();
    expect(manifest.dependencies).toBeUndefined();
    const shipped = readdirSync(installation.directory).filter((entry) => entry !== "docs");
    expect(
      shipped.filter((entry) => !/^(dist|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(entry)),
    ).toEqual([]);
  });
});

/** What are-the-types-wrong prints, as far as it matters here. */
interface TypesReport {
  readonly analysis: {
    readonly entrypoints: Readonly<Record<string, unknown>>;
    readonly problems: readonly { readonly kind: string; readonly resolutionKind?: string }[];
  };
}

interface Manifest {
  readonly main: string;
  readonly types: string;
  readonly exports: unknown;
  readonly bin: unknown;
  readonly dependencies?: unknown;
}

function readManifest(): Manifest {
  return JSON.parse(readFileSync(path.join(installation.directory, "package.json"), "utf8")) as Manifest;
}

/** The strings at the leaves of a manifest's field: its files. */
function leaves(field: unknown): string[] {
  if (typeof field === "string") return [field];
  return Object.values(field as Record<string, unknown>).flatMap(leaves);
}
