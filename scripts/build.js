#!/usr/bin/env node
// @ts-check
/**
 * Builds `dist/`: what the package ships.
 *
 *     dist/runtime/   the runtime as ESM modules, and its CommonJS entries over the same modules
 *     dist/types/     its declarations, once
 *     dist/plugin/    the plugin for tsserver and tspc, one CommonJS file
 *     dist/cli/       the command-line checker and the language server, one ESM file each
 *
 * With `--out <directory>` it goes there instead. Deterministic: the same sources give the same bytes. Exit code 1, with tsc's diagnostics, on any error.
 */
import { rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { BuildError } from "./build/BuildError.js";
import { buildCli, buildLanguageServer } from "./build/cli.js";
import { buildPlugin } from "./build/plugin.js";
import { buildRuntime } from "./build/runtime.js";
import { writeThirdPartyLicenses } from "./build/thirdPartyLicenses.js";

const root = path.resolve(import.meta.dirname, "..");
const { values } = parseArgs({ options: { out: { type: "string", default: path.join(root, "dist") } } });
const dist = path.resolve(values.out);
const started = performance.now();

try {
  rmSync(dist, { recursive: true, force: true });
  buildRuntime(root, dist);
  const bundles = await Promise.all([
    buildPlugin(root, dist),
    buildCli(root, dist),
    buildLanguageServer(root, dist),
  ]);
  writeThirdPartyLicenses(root, dist, bundles.flat());
  console.log(
    `built ${path.relative(process.cwd(), dist) || "."} in ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
