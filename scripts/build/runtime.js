// @ts-check
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import ts from "typescript";

import { BuildError } from "./BuildError.js";

/** The runtime's public modules: each is a subpath of the package. */
const entries = [
  ...["index", "testing"],
  ...["openai", "anthropic", "ai-sdk", "langchain", "openai-agents"],
  ...["prices", "gpt-tokenizer", "opentelemetry", "report"],
];

/**
 * Emits `runtime/` as separate ESM modules (so that bundlers drop what is not used) and its declarations.
 *
 * There is one implementation and one set of declarations, because two would be two authorities at run time and two
 * unrelated `Budget` classes at compile time. The CommonJS entries therefore `require` the ESM modules, which Node
 * does without a flag from 20.19 on; and the declarations are CommonJS, which both kinds of module may import.
 *
 * @param {string} root the repository
 * @param {string} dist where the build goes
 */
export function buildRuntime(root, dist) {
  const runtime = path.join(dist, "runtime");
  const types = path.join(dist, "types");
  emit(root, runtime, types);

  for (const entry of entries) {
    writeFileSync(
      path.join(runtime, `${entry}.cjs`),
      `"use strict";\nmodule.exports = require("./${entry}.js");\n`,
    );
    writeFileSync(path.join(runtime, `${entry}.d.ts`), `export * from "../types/${entry}.js";\n`);
  }
  writeFileSync(path.join(types, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
}

/**
 * @param {string} root
 * @param {string} outDir
 * @param {string} declarationDir
 */
function emit(root, outDir, declarationDir) {
  const configFile = path.join(root, "tsconfig.json");
  const { config, error } = ts.readConfigFile(configFile, ts.sys.readFile);
  if (error) fail([error], root);
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, root, undefined, configFile);
  if (parsed.errors.length > 0) fail(parsed.errors, root);

  const program = ts.createProgram({
    rootNames: entries.map((entry) => path.join(root, "runtime", `${entry}.ts`)),
    options: {
      ...parsed.options,
      noEmit: false,
      noEmitOnError: true,
      declaration: true,
      removeComments: false,
      rootDir: path.join(root, "runtime"),
      outDir,
      declarationDir,
    },
  });
  mkdirSync(outDir, { recursive: true });
  const diagnostics = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  if (diagnostics.length > 0) fail(ts.sortAndDeduplicateDiagnostics(diagnostics), root);
}

/**
 * @param {readonly ts.Diagnostic[]} diagnostics
 * @param {string} root
 * @returns {never}
 */
function fail(diagnostics, root) {
  throw new BuildError(
    ts.formatDiagnosticsWithColorAndContext(diagnostics, {
      getCurrentDirectory: () => root,
      getCanonicalFileName: (name) => name,
      getNewLine: () => "\n",
    }),
  );
}
