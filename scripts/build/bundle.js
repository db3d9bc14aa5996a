// @ts-check
import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";

import { build } from "esbuild";

import { BuildError } from "./BuildError.js";

/**
 * Bundles one entry point for Node with everything it imports, for the package has no dependencies.
 *
 * @param {string} root the repository
 * @param {object} options
 * @param {string} options.entry source, from the root
 * @param {string} options.outfile output, absolute
 * @param {"cjs" | "esm"} options.format
 * @param {readonly string[]} options.external modules that the user's project provides; anything else must be inlined
 * @param {string} [options.banner]
 * @param {string} [options.footer]
 * @returns {Promise<string[] | null>} the sources that went into it, from the root; null if the entry does not exist
 */
export async function bundle(root, { entry, outfile, format, external, banner, footer }) {
  if (!existsSync(path.join(root, entry))) {
    console.log(`skipped ${outfile}: there is no ${entry}`);
    return null;
  }
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format,
    // "module" first where a package has both: its ESM source needs no CommonJS wrapper in the bundle.
    mainFields: format === "esm" ? ["module", "main"] : ["main", "module"],
    external: ["typescript", "typescript/*", ...external],
    banner: { js: banner ?? "" },
    footer: { js: footer ?? "" },
    legalComments: "inline",
    metafile: true,
    logLevel: "warning",
  }).catch(() => {
    // esbuild has printed its diagnostics.
    throw new BuildError(`${outfile} was not built`);
  });

  const imported = Object.values(metafile.outputs).flatMap((output) => output.imports);
  for (const { path: name, kind } of imported) {
    if (isBuiltin(name) || external.some((allowed) => name === allowed || name.startsWith(`${allowed}/`)))
      continue;
    throw new BuildError(`${outfile} must not load "${name}" (${kind})`);
  }
  return Object.keys(metafile.inputs);
}
