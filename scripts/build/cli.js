// @ts-check
import { chmodSync } from "node:fs";
import path from "node:path";

import { bundle } from "./bundle.js";

/**
 * The command-line checker. It runs the TypeScript of the project it checks, which is therefore not part of it.
 *
 * @param {string} root the repository
 * @returns {Promise<string[]>} the sources of the bundle
 */
export async function buildCli(root) {
  const outfile = "dist/cli/affine-budget.js";
  const sources = await bundle(root, {
    entry: "plugin/hosts/cli/main.ts",
    outfile,
    format: "esm",
    external: ["typescript"],
    // CommonJS packages inside an ESM bundle still call `require` for Node's own modules.
    banner: [
      "#!/usr/bin/env node",
      'import { createRequire as __createRequire } from "node:module";',
      "const require = __createRequire(import.meta.url);",
    ].join("\n"),
  });
  if (sources === null) return [];
  chmodSync(path.join(root, outfile), 0o755);
  return sources;
}
