/**
 * ESLint rule `project/layers`: dependencies point one way. The layers stand lowest first; a file may import from its
 * own layer and from lower ones. So the analysis never learns which host runs it or how its findings are worded, and
 * the runtime ships without a line of the checker.
 */
import path from "node:path";

/** Folders or files, lowest layer first. Every file under `plugin/` and `runtime/` must belong to one. */
const layers = [
  { name: "runtime", paths: ["runtime"], closed: true },
  { name: "findings", paths: ["plugin/core/findings.ts"] },
  { name: "syntax", paths: ["plugin/core/syntax"] },
  { name: "facts", paths: ["plugin/core/facts"] },
  { name: "ir", paths: ["plugin/core/ir"] },
  { name: "lower", paths: ["plugin/core/lower"] },
  { name: "effects", paths: ["plugin/core/effects"] },
  { name: "dataflow", paths: ["plugin/core/dataflow"] },
  { name: "analyses", paths: ["plugin/core/analyses"] },
  { name: "check", paths: ["plugin/core/check"] },
  {
    name: "pipeline",
    paths: ["plugin/core/Attempts.ts", "plugin/core/analyseFile.ts", "plugin/core/checkFile.ts"],
  },
  { name: "catalogue", paths: ["plugin/core/catalogue"] },
  { name: "fixes", paths: ["plugin/core/fixes"] },
  { name: "editor", paths: ["plugin/core/editor"] },
  { name: "options", paths: ["plugin/options"] },
  { name: "report", paths: ["plugin/core/report"] },
  { name: "hosts", paths: ["plugin/hosts", "plugin/index.ts"] },
  { name: "editors", paths: ["plugin/editors"] },
];

const root = path.resolve(import.meta.dirname, "../..");

function layerOf(file) {
  const relative = path
    .relative(root, file)
    .replaceAll(path.sep, "/")
    .replace(/\.([cm]?)js$/, ".$1ts");
  return layers.findIndex((layer) => layer.paths.some((p) => relative === p || relative.startsWith(`${p}/`)));
}

const rule = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      unplaced: "This file belongs to no layer: add its folder to scripts/lint/layers.js.",
      upwards: "`{{from}}` may not import from `{{to}}`: dependencies point the other way.",
      closed: "`{{from}}` ships on its own: it may import nothing from the rest of the project.",
    },
  },
  create(context) {
    const from = layerOf(context.filename);
    function check(source) {
      if (typeof source?.value !== "string" || !source.value.startsWith(".")) return;
      if (source.value.endsWith(".json")) return;
      const to = layerOf(path.resolve(path.dirname(context.filename), source.value));
      if (from < 0 || from === to) return;
      const data = { from: layers[from].name, to: layers[to]?.name ?? source.value };
      if (layers[from].closed) context.report({ node: source, messageId: "closed", data });
      else if (to > from || to < 0) context.report({ node: source, messageId: "upwards", data });
    }
    return {
      Program(node) {
        if (from < 0) context.report({ node, messageId: "unplaced" });
      },
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source),
    };
  },
};

/** The checker uses the compiler that its host hands over; a second copy would not share a single node with it. */
const compilerAsTypeOnly = {
  patterns: [
    {
      regex: "^(typescript|ts54|ts59|ts-patch)(/|$)",
      allowTypeImports: true,
      message: "Use the module that the host hands over: only `import type` is allowed.",
    },
  ],
};

export const layerRules = [
  {
    files: ["plugin/**/*.ts", "plugin/**/*.cts", "runtime/**/*.ts"],
    plugins: { project: { rules: { layers: rule } } },
    rules: { "project/layers": "error" },
  },
  {
    files: ["plugin/**/*.ts", "plugin/**/*.cts", "runtime/**/*.ts"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", compilerAsTypeOnly] },
  },
];
