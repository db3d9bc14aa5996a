import { existsSync, readFileSync } from "node:fs";
import { brokenBy, type NativeWorkspace, type OpenProject } from "../../native/NativeWorkspace.js";
import { isLibraryName } from "../../native/view/programView.js";
import { declaresMarkerIn } from "../../typescript/reach/markers.js";
import { CannotRun } from "../CannotRun.js";
import { optionsAmong } from "../project/pluginOptions.js";
import { checkFiles, type OnFile } from "./checkProgram.js";
import { together } from "./checkProjects.js";
import type { CheckResult } from "./CheckResult.js";

/** Checks projects that a TypeScript 7 compiler process has open. Throws `CannotRun` where a check would mean nothing. */
export function checkNativeProjects(
  workspace: NativeWorkspace,
  directory: string,
  onFile: OnFile,
): CheckResult {
  const { typescript, modules } = workspace;
  return together(
    workspace.projects().map((project) => {
      const { configFile, plugins, program } = project;
      const options = optionsAmong(configFile, plugins);
      const faults = brokenBy(project, modules, directory);
      if (faults.length > 0)
        throw new CannotRun(`TypeScript's own errors make a check impossible\n${faults.join("\n")}`);
      return withoutBudgets(project) ?? checkFiles(typescript, program, options, onFile);
    }),
  );
}

/**
 * Where no text declares the marker, nothing can be owned: then no syntax tree need cross the pipe. Null where some does,
 * or imports the package, which may be missing.
 */
function withoutBudgets({ native, program }: OpenProject): CheckResult | null {
  const sources =
    program.getCompilerOptions().checkJs === true ? /(?<!\.d)\.[cm]?[jt]sx?$/ : /(?<!\.d)\.[cm]?tsx?$/;
  let filesChecked = 0;
  for (const name of native.program.getSourceFileNames()) {
    if (isLibraryName(name) || !existsSync(name)) continue;
    const text = readFileSync(name, "utf8");
    if (declaresMarkerIn(text) || /["']affine-budget["'/]/.test(text)) return null;
    if (
      sources.test(name) &&
      !/[\\/]node_modules[\\/]/.test(name) &&
      !/^\s*\/\/+\s*@ts-nocheck\b/m.test(text)
    )
      filesChecked++;
  }
  return { reports: [], filesChecked, sources: new Map() };
}
