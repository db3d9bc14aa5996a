/** `node test/evaluation/metamorphic.js`: changes programs in ways that cannot matter to the checker's answer. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "../..");
// Two folders below the root, as the sources are that find the root by their own folder.
const outfile = path.join(root, ".tmp", "evaluation", "metamorphic.mjs");
await build({
  entryPoints: [path.join(import.meta.dirname, "metamorphic/main.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  outfile,
  logLevel: "warning",
});
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = main(root, process.argv.slice(2));
