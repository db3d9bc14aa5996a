/** `npm run evaluate`: bundles the evaluation with the checker as it is now, and runs it. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "../..");
const outfile = path.join(root, ".tmp", "evaluation", "main.mjs");
await build({
  entryPoints: [path.join(import.meta.dirname, "main.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  outfile,
  logLevel: "warning",
});
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = await main(root, process.argv.slice(2));
