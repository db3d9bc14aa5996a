import type ts from "typescript";
import { transformProgram } from "./ts-patch/programTransformer.js";
import { createServerPlugin, type OpenProjects } from "./tsserver/serverPlugin.js";
import type { Check } from "./typescript/Check.js";

/** One function for all hosts, which are told apart by what they pass. */
export type Plugin = (...args: readonly unknown[]) => unknown;

/**
 * The plugin over a check, and one that remembers, for each project of an editor. Called with `({ typescript })` it returns tsserver's plugin module, with
 * `(program, host, config, { ts })` it is ts-patch's program transformer.
 *
 * Throws an error that names the tsconfig setting to mend if ts-patch calls it as anything else.
 */
export function createPlugin(check: Check, createRecheck: () => Check = () => check): Plugin {
  const projects: OpenProjects = new WeakMap();
  return (...args) => {
    const [first, , config, extras] = args;
    if (isRecord(first) && isTypeScript(first["typescript"]))
      return createServerPlugin(first["typescript"], createRecheck, projects);
    if (isProgram(first) && isRecord(config) && isRecord(extras) && isTypeScript(extras["ts"]))
      return transformProgram(extras["ts"], first, config, check);
    throw new TypeError(wrongCall);
  };
}

const wrongCall =
  "affine-budget: the plugin must run as a program transformer, or nothing is checked under --noEmit, --build or" +
  ' --incremental. Set "transformProgram": true and no "type" in its entry in tsconfig.json:' +
  ' { "name": "affine-budget", "transform": "affine-budget/plugin", "transformProgram": true }';

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isTypeScript(value: unknown): value is typeof ts {
  return (
    isRecord(value) && typeof value["version"] === "string" && typeof value["createProgram"] === "function"
  );
}

function isProgram(value: unknown): value is ts.Program {
  return (
    isRecord(value) &&
    typeof value["getSourceFiles"] === "function" &&
    typeof value["getTypeChecker"] === "function"
  );
}
