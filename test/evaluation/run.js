/**
 * `npm run evaluate` and its kin: bundles a part of the evaluation with the checker as it is now, and runs it.
 *
 *     node test/evaluation/run.js PART [flags]
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const parts = {
  programs: ["main.ts"],
  teeth: ["faults/main.ts"],
  metamorphic: ["metamorphic/main.ts"],
  realcode: ["realcode/main.ts", "realcode/worker.ts"],
};

const root = path.resolve(import.meta.dirname, "../..");
const [, , part = "", ...flags] = process.argv;
const sources = parts[part];
if (sources === undefined) throw new Error(`which part: ${Object.keys(parts).join(", ")}?`);

// Two folders below the root, as the sources are that find the root by their own folder.
const outdir = path.join(root, ".tmp", `evaluate-${part}`);
await build({
  entryPoints: sources.map((file) => ({
    in: path.join(import.meta.dirname, file),
    out: path.basename(file, ".ts"),
  })),
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
process.exitCode = await main(root, flags);
