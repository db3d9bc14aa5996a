/**
 * `npm run experiments`: bundles the experiments with the runtime and the checker as they are now, and runs them.
 *
 *     npm run experiments -- [flags]
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "../..");

/** The package by its own name means its sources: nothing has to be built first. */
const ownSources = {
  name: "own-sources",
  setup({ onResolve }) {
    onResolve({ filter: /^affine-budget(\/|$)/ }, ({ path: name }) => ({
      path: path.join(root, "runtime", `${name.split("/")[1] ?? "index"}.ts`),
    }));
  },
};

// Two folders below the root, as the sources are that find the root by their own folder.
const outfile = path.join(root, ".tmp/experiments/main.mjs");
await build({
  entryPoints: [path.join(import.meta.dirname, "main.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  plugins: [ownSources],
  outfile,
  sourcemap: "inline",
  logLevel: "warning",
});
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = await main(root, process.argv.slice(2));
