import { gzipSync } from "node:zlib";

import { build } from "esbuild";
import { describe, expect, it } from "vitest";

import { installation } from "./support/install.js";

/** Bytes that a browser would load for a module with this source: bundled, minified, gzipped. */
async function bytesOf(source: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: installation.project },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error("esbuild wrote nothing");
  return gzipSync(bundle.contents, { level: 9 }).length;
}

describe("the runtime in a bundle, minified and gzipped", () => {
  it("takes at most 4 KB for the mint and the budgets it issues", async () => {
    const bytes = await bytesOf(`import { BudgetMint } from "affine-budget"; globalThis.mint = BudgetMint;`);
    process.stdout.write(`import { BudgetMint }: ${bytes} bytes\n`);
    expect(bytes).toBeGreaterThan(200);
    expect(bytes).toBeLessThanOrEqual(4 * 1024);
  });

  it("takes at most 8 KB for everything", async () => {
    const bytes = await bytesOf(`export * from "affine-budget";`);
    process.stdout.write(`export *: ${bytes} bytes\n`);
    expect(bytes).toBeGreaterThan(200);
    expect(bytes).toBeLessThanOrEqual(8 * 1024);
  });
});
