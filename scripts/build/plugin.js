// @ts-check
import { writeFileSync } from "node:fs";
import path from "node:path";

import { bundle } from "./bundle.js";

/**
 * tsserver and ts-patch both `require` the plugin and call what they get, so the function itself is the module. It
 * never loads TypeScript: it works with the module that its host hands over.
 *
 * @param {string} root the repository
 * @param {string} dist where the build goes
 * @returns {Promise<string[]>} the sources of the bundle
 */
export async function buildPlugin(root, dist) {
  const outfile = path.join(dist, "plugin/index.cjs");
  const sources = await bundle(root, {
    entry: "plugin/index.ts",
    outfile,
    format: "cjs",
    external: [],
    footer: "module.exports = module.exports.default;",
  });
  if (sources === null) return [];
  writeFileSync(path.join(dist, "plugin/index.d.cts"), declaration);
  return sources;
}

/** The hosts do not type what they pass, and the plugin tells them apart itself. */
const declaration = `/**
 * The plugin of tsserver and of tspc, told apart by its arguments:
 * \`({ typescript })\` is a tsserver plugin module, \`(program, host, config, { ts })\` a ts-patch program transformer.
 * Called by those hosts only; name it in tsconfig.json's \`plugins\`.
 */
declare function plugin(...args: readonly unknown[]): unknown;
export = plugin;
`;
