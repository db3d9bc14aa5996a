import type ts from "typescript";
import { brokenBy, type NativeWorkspace, type OpenProject } from "../../native/NativeWorkspace.js";
import { affineReach } from "../../typescript/reach/affineReach.js";
import { CannotRun } from "../CannotRun.js";
import { optionsAmong } from "../project/pluginOptions.js";
import { checkFiles, type OnFile } from "./checkProgram.js";
import { together } from "./checkProjects.js";
import type { CheckResult } from "./CheckResult.js";
import { isOwn } from "./isOwn.js";

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
      const { files, others } = ownFiles(typescript, project);
      const result = checkFiles(typescript, program, files, options, onFile);
      return { ...result, filesChecked: result.filesChecked + others };
    }),
  );
}

/**
 * The user's own files in which something may be found; the others are counted. No tree is sent of a file that nothing owned
 * reaches, unless it imports the package, which may be missing, or its text alone does not tell whether it is checked.
 */
function ownFiles(
  typescript: typeof ts,
  { program, texts }: OpenProject,
): { readonly files: readonly ts.SourceFile[]; readonly others: number } {
  const reached = affineReach(typescript, program, program.getTypeChecker()).files;
  const reachedNames = reached && new Set([...reached].map(({ fileName }) => fileName));
  const files: ts.SourceFile[] = [];
  let others = 0;
  for (const name of program.fileNames()) {
    if (isDeclaration(name) || name.endsWith(".json")) continue;
    const text = texts.text(name);
    const isPlain =
      reachedNames !== null &&
      !reachedNames.has(name) &&
      program.isRoot(name) &&
      text !== null &&
      !/@ts-(?:no)?check\b|["']affine-budget["'/]/.test(text);
    if (isPlain && /\.[cm]?tsx?$/.test(name)) {
      if (!program.isSourceOfProjectReferenceRedirect(name)) others++;
      continue;
    }
    const file = program.getSourceFile(name);
    if (file !== undefined && isOwn(typescript, program, file)) files.push(file);
  }
  return { files, others };
}

function isDeclaration(name: string): boolean {
  return /\.d\.(?:[^./\\]+\.)?[cm]?ts$/.test(name);
}
