import path from "node:path";
import { defineConfig } from "vitest/config";

const runtime = (file: string): string => path.join(import.meta.dirname, "runtime", file);

export default defineConfig({
  resolve: {
    alias: [
      { find: /^affine-budget$/, replacement: runtime("index.ts") },
      { find: /^affine-budget\/([\w-]+)$/, replacement: runtime("$1.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/projects/**", "**/node_modules/**"],
    // End-to-end tests start compilers: two at a time keep a small machine busy without starving any of them.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
