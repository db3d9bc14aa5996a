#!/usr/bin/env node
// @ts-check
/**
 * Builds the extension for VS Code, an installable file: `.tmp/vscode/affine-budget-<version>.vsix`, or with
 * `--out <file>` that file. It holds the client of the language server, bundled; the server is the workspace's own.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { createVSIX } from "@vscode/vsce";

import { BuildError } from "./build/BuildError.js";
import { bundle } from "./build/bundle.js";
import { writeThirdPartyLicenses } from "./build/thirdPartyLicenses.js";

const root = path.resolve(import.meta.dirname, "..");
const source = path.join(root, "plugin/editors/vscode");
const manifest = JSON.parse(readFileSync(path.join(source, "package.json"), "utf8"));
const { values } = parseArgs({ options: { out: { type: "string" } } });
const out = path.resolve(
  values.out ?? path.join(root, ".tmp/vscode", `affine-budget-${manifest.version}.vsix`),
);
/** What goes into the package, and nothing else. */
const folder = path.join(root, ".tmp/vscode/extension");

try {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(out), { recursive: true });
  const sources = await bundle(root, {
    entry: "plugin/editors/vscode/src/extension.ts",
    outfile: path.join(folder, "dist/extension.cjs"),
    format: "cjs",
    external: ["vscode"],
  });
  if (sources === null) throw new BuildError("there is no extension to build");
  writeThirdPartyLicenses(root, folder, sources);
  cpSync(path.join(source, "README.md"), path.join(folder, "README.md"));
  cpSync(path.join(root, "LICENSE"), path.join(folder, "LICENSE"));
  // It keeps npm from publishing the source folder; vsce would refuse it.
  const contents = { ...manifest, private: undefined, files: readdirSync(folder) };
  writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(contents, null, 2)}\n`);
  await createVSIX({
    cwd: folder,
    packagePath: out,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  console.log(`built ${path.relative(process.cwd(), out)}`);
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
