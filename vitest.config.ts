import path from "node:path";
import { defineConfig } from "vitest/config";

const runtime = (file: string): string => path.join(import.meta.dirname, "runtime", file);

/** They change what modules hold (who may mint, a replaced module), so each needs modules of its own. */
const needFreshModules = [
  "test/runtime/**",
  "test/interleavings/**",
  "test/properties/**",
  "test/adapters/**",
  "test/telemetry/**",
  "test/experiments/**",
  "test/package/**",
  "test/docs/**",
  "test/cli/progress.test.ts",
  "test/hosts/plugin/internalErrors.test.ts",
];

const exclude = ["**/projects/**", "**/node_modules/**"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^affine-budget$/, replacement: runtime("index.ts") },
      { find: /^affine-budget\/([\w-]+)$/, replacement: runtime("$1.ts") },
    ],
  },
  test: {
    // End-to-end tests start compilers: two at a time keep a small machine busy without starving any of them.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    projects: [
      {
        extends: true,
        test: { name: "fresh", include: needFreshModules.map(testsOf), exclude },
      },
      {
        // The compilers and the checker are loaded once for all.
        extends: true,
        test: {
          name: "shared",
          include: ["test/**/*.test.ts"],
          exclude: [...exclude, ...needFreshModules],
          isolate: false,
        },
      },
    ],
  },
});

function testsOf(pattern: string): string {
  return pattern.endsWith("/**") ? `${pattern}/*.test.ts` : pattern;
}
