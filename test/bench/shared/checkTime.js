// @ts-check
import { createRequire } from "node:module";
import path from "node:path";
import ts from "typescript";

const require = createRequire(import.meta.url);
const repository = path.resolve(import.meta.dirname, "../../..");
const plugin = require(path.join(repository, "dist/plugin/index.cjs"));

/** @type {ts.CompilerOptions} */
const options = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
  noEmit: true,
  paths: { "affine-budget": [path.join(repository, "dist/types/index.d.ts")] },
};
/** Files that no run changes. @type {Map<string, ts.SourceFile | undefined>} */
const library = new Map();

/**
 * @param {string} text of a file that passes
 * @returns {number} milliseconds of processor time that the built plugin takes for it, after tsc has checked it
 * @throws if tsc or the plugin reports something
 */
export function checkTime(text) {
  const name = path.join(repository, ".tmp/bench/measured.ts");
  const host = ts.createCompilerHost(options, true);
  const program = ts.createProgram([name], options, {
    ...host,
    fileExists: (file) => file === name || host.fileExists(file),
    readFile: (file) => (file === name ? text : host.readFile(file)),
    getSourceFile(file, version) {
      if (file === name) return ts.createSourceFile(file, text, version, true);
      if (!library.has(file)) library.set(file, host.getSourceFile(file, version));
      return library.get(file);
    },
  });
  const { time, diagnostics } = timeOf(program, host);
  const [first] = diagnostics;
  if (first !== undefined) {
    const message = ts.flattenDiagnosticMessageText(first.messageText, "\n");
    throw new Error(`${message} at: ${text.slice(first.start, (first.start ?? 0) + 80)}`);
  }
  return time;
}

/**
 * @param {string} config of a project that passes
 * @returns {number} milliseconds of processor time that the built plugin takes for all of its files, after tsc has checked them
 */
export function projectCheckTime(config) {
  const { config: json } = ts.readConfigFile(config, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(json, ts.sys, path.dirname(config));
  const host = ts.createCompilerHost(options);
  const { time, diagnostics } = timeOf(ts.createProgram(fileNames, options, host), host);
  const [first] = diagnostics;
  if (first !== undefined) throw new Error(ts.flattenDiagnosticMessageText(first.messageText, "\n"));
  return time;
}

/** @param {ts.Program} program @param {ts.CompilerHost} host */
function timeOf(program, host) {
  const checker = /** @type {ts.TypeChecker & { getDiagnostics(file?: ts.SourceFile): ts.Diagnostic[] }} */ (
    program.getTypeChecker()
  );
  const files = program.getSourceFiles();
  // What the checker has found once, it gives back at once when it is asked again by the plugin's way.
  const own = files.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...checker.getDiagnostics(file),
  ]);
  plugin(program, host, { transform: "affine-budget/plugin", transformProgram: true }, { ts });
  const start = process.cpuUsage();
  const all = files.flatMap((file) => program.getSemanticDiagnostics(file));
  const { user, system } = process.cpuUsage(start);
  return { time: (user + system) / 1e3, diagnostics: [...own, ...all] };
}
