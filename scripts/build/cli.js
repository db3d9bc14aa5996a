// @ts-check
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { bundle } from "./bundle.js";

// CommonJS packages inside an ESM bundle still call `require` for Node's own modules.
const banner = [
  'import { createRequire as __createRequire } from "node:module";',
  "const require = __createRequire(import.meta.url);",
].join("\n");

/**
 * The command-line checker. It runs the TypeScript of the project it checks, which is therefore not part of it.
 *
 * @param {string} root the repository
 * @param {string} dist where the build goes
 * @returns {Promise<string[]>} the sources of the bundle
 */
export async function buildCli(root, dist) {
  const outfile = path.join(dist, "cli/affine-budget.js");
  const sources = await bundle(root, {
    entry: "plugin/hosts/cli/main.ts",
    outfile,
    format: "esm",
    external: ["typescript"],
    banner,
  });
  if (sources === null) return [];
  const bundled = readFileSync(outfile, "utf8");
  if (!bundled.startsWith("#!")) writeFileSync(outfile, `#!/usr/bin/env node\n${bundled}`);
  chmodSync(outfile, 0o755);
  return sources;
}

/**
 * What `affine-budget lsp` loads, apart from the other commands.
 *
 * @param {string} root the repository
 * @param {string} dist where the build goes
 * @returns {Promise<string[]>} the sources of the bundle
 */
export async function buildLanguageServer(root, dist) {
  const outfile = path.join(dist, "cli/language-server.js");
  const entry = "plugin/hosts/lsp/serve.ts";
  return (await bundle(root, { entry, outfile, format: "esm", external: ["typescript"], banner })) ?? [];
}
