/** `npm run evaluate:realcode -- [flags]`: bundles the evaluation with the checker as it is now, and runs it. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "../../..");
const outdir = path.join(root, ".tmp", "realcode");
await build({
  entryPoints: ["main.ts", "worker.ts"].map((file) => path.join(import.meta.dirname, file)),
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  outdir,
  outExtension: { ".js": ".mjs" },
  sourcemap: "inline",
  logLevel: "warning",
});
const { main } = await import(pathToFileURL(path.join(outdir, "main.mjs")).href);
process.exitCode = await main(root, process.argv.slice(2));
