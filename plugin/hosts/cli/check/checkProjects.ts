import type ts from "typescript";
import { pluginOptions } from "../project/pluginOptions.js";
import type { Project } from "../project/readProjects.js";
import { checkProgram, type OnFile } from "./checkProgram.js";
import type { CheckResult } from "./CheckResult.js";

interface InternalHost extends ts.CompilerHost {
  /** Lets referenced projects stand in with their sources: they need not be built first. */
  useSourceOfProjectReferenceRedirect?(): boolean;
}

/** Checks each project as a program of its own, with its own options, and adds up what they yield. */
export function checkProjects(
  typescript: typeof ts,
  projects: readonly Project[],
  onFile: OnFile,
): CheckResult {
  const results = projects.map(({ configFile, parsed }) => {
    const options = pluginOptions(configFile, parsed.options);
    const host: InternalHost = typescript.createCompilerHost(parsed.options);
    host.useSourceOfProjectReferenceRedirect = () => true;
    const program = typescript.createProgram({
      rootNames: parsed.fileNames,
      options: parsed.options,
      configFileParsingDiagnostics: parsed.errors,
      host,
      ...(parsed.projectReferences && { projectReferences: parsed.projectReferences }),
    });
    return checkProgram(typescript, program, options, onFile);
  });
  return {
    reports: results.flatMap(({ reports }) => reports),
    filesChecked: results.reduce((sum, { filesChecked }) => sum + filesChecked, 0),
    sources: new Map(results.flatMap(({ sources }) => [...sources])),
  };
}
