import eslint from "@eslint/js";
import tseslint from "typescript-eslint";
import { layerRules } from "./scripts/lint/layers.js";

/** What the scripts use of Node's globals; TypeScript files need no such list. */
const nodeGlobals = [
  ...[
    "AbortController",
    "Buffer",
    "Response",
    "TextDecoder",
    "TextEncoder",
    "URL",
    "console",
    "performance",
    "process",
  ],
  ...["clearInterval", "clearTimeout", "queueMicrotask", "setImmediate", "setInterval", "setTimeout"],
  "structuredClone",
];

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "coverage/",
      ".tmp/",
      "fixtures/",
      "test/types/",
      "test/conformance/prelude.ts",
      "**/projects/",
    ],
  },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/prefer-readonly": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_", caughtErrors: "none" },
      ],
      // Numbers read well in messages; objects do not, and stay forbidden.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // Spreading a string into code points is what columns of text are counted in.
      "@typescript-eslint/no-misused-spread": [
        "error",
        { allow: [{ from: "lib", name: "string" }, "string"] },
      ],
      // A marker such as `declare readonly [affine]: "affine"` and branded types need empty-looking generics.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "no-console": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.js", "**/*.cjs", "**/*.mjs"],
    languageOptions: {
      globals: Object.fromEntries(nodeGlobals.map((name) => [name, "readonly"])),
    },
    rules: {
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", caughtErrors: "none" }],
      eqeqeq: "error",
    },
  },
  // Tests state what must hold with `expect`; the shapes of its matchers are `any`.
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
      "no-console": "off",
    },
  },
  ...layerRules,
);
