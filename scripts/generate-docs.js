#!/usr/bin/env node
// @ts-check
/** Writes `docs/rules/` from the catalogue of rules. A test fails while the files on disk are not what this writes. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");
const directory = path.join(root, "docs/rules");

// Two folders below the root, as the source is: it finds the runtime from where it lies.
const bundle = path.join(root, ".tmp/docs/ruleDocs.mjs");
await build({
  absWorkingDir: root,
  entryPoints: ["scripts/docs/ruleDocs.ts"],
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  outfile: bundle,
});
/** @type {{ ruleDocs(): ReadonlyMap<string, string> }} */
const { ruleDocs } = await import(pathToFileURL(bundle).href);

mkdirSync(directory, { recursive: true });
const pages = ruleDocs();
for (const file of readdirSync(directory)) if (!pages.has(file)) rmSync(path.join(directory, file));
for (const [file, text] of pages) writeFileSync(path.join(directory, file), text);
console.log(`wrote ${pages.size} files to ${path.relative(process.cwd(), directory)}`);
