#!/usr/bin/env node
// @ts-check
/**
 * Builds `dist/`: what the package ships.
 *
 *     dist/runtime/   the runtime as ESM modules, and its CommonJS entries over the same modules
 *     dist/types/     its declarations, once
 *     dist/plugin/    the plugin for tsserver and tspc, one CommonJS file
 *     dist/cli/       the command-line checker, one ESM file
 *
 * Deterministic: the same sources give the same bytes. Exit code 1, with tsc's diagnostics, on any error.
 */
import { rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { BuildError } from "./build/BuildError.js";
import { buildCli } from "./build/cli.js";
import { buildPlugin } from "./build/plugin.js";
import { buildRuntime } from "./build/runtime.js";
import { writeThirdPartyLicenses } from "./build/thirdPartyLicenses.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const started = performance.now();

try {
  rmSync(path.join(root, "dist"), { recursive: true, force: true });
  buildRuntime(root);
  const bundles = await Promise.all([buildPlugin(root), buildCli(root)]);
  writeThirdPartyLicenses(root, bundles.flat());
  console.log(`built dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s`);
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
