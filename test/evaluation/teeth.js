/** `node test/evaluation/teeth.js`: plants faults in the checker, and shows what catches each of them. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "../..");
// Two folders below the root, as the sources are that find the root by their own folder.
const outfile = path.join(root, ".tmp", "evaluation", "teeth.mjs");
await build({
  entryPoints: [path.join(import.meta.dirname, "faults/main.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  outfile,
  logLevel: "warning",
});
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = await main(outfile, root, process.argv.slice(2));
