import path from "node:path";
import { loadNativeModules } from "../../native/loadNativeModules.js";
import type { NativeModules } from "../../native/NativeApi.js";
import { CannotRun } from "../CannotRun.js";
import { findTypeScript, type NativeTypeScript } from "../project/findTypeScript.js";
import { ClassicProjects } from "./ClassicProjects.js";
import { NativeProjects } from "./NativeProjects.js";
import type { Projects } from "./Projects.js";

/**
 * Opens the projects of a tsconfig with the TypeScript that they use.
 *
 * @param name a package name or a path; `typescript` unless the project has several
 * @param cwd what paths in messages are relative to
 */
export async function openProjects(
  configFile: string,
  name: string | undefined,
  cwd: string,
): Promise<Projects> {
  const compiler = findTypeScript(path.dirname(configFile), name);
  switch (compiler.kind) {
    case "classic":
      return new ClassicProjects(compiler.load(), configFile);
    case "native":
      return new NativeProjects(await modulesOf(compiler), configFile, cwd);
  }
}

async function modulesOf({ manifest, version }: NativeTypeScript): Promise<NativeModules> {
  try {
    return await loadNativeModules(manifest);
  } catch (error) {
    throw new CannotRun(
      `TypeScript ${version} has no API that this version of affine-budget can use ` +
        `(${error instanceof Error ? error.message : String(error)}).\n` +
        `Install TypeScript 6 beside it (npm install --save-dev ts6@npm:typescript@6) and run ` +
        `this command with \`--typescript ts6\`.`,
    );
  }
}
