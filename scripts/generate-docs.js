#!/usr/bin/env node
// @ts-check
/** Writes `docs/rules/` from the catalogue of rules. A test fails while the files on disk are not what this writes. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");
const directory = path.join(root, "docs/rules");

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ["plugin/core/report/ruleDocs.ts"],
  bundle: true,
  platform: "node",
  format: "esm",
  write: false,
});
const source = outputFiles.map(({ text }) => text).join("");
/** @type {{ ruleDocs(): ReadonlyMap<string, string> }} */
const { ruleDocs } = await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);

mkdirSync(directory, { recursive: true });
const pages = ruleDocs();
for (const file of readdirSync(directory)) if (!pages.has(file)) rmSync(path.join(directory, file));
for (const [file, text] of pages) writeFileSync(path.join(directory, file), text);
console.log(`wrote ${pages.size} files to ${path.relative(process.cwd(), directory)}`);
