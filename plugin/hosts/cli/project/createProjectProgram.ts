import type ts from "typescript";
import type { Project } from "./readProjects.js";

interface InternalHost extends ts.CompilerHost {
  /** Lets referenced projects stand in with their sources: they need not be built first. */
  useSourceOfProjectReferenceRedirect?(): boolean;
}

export function createProjectProgram(typescript: typeof ts, { parsed }: Project): ts.Program {
  const host: InternalHost = typescript.createCompilerHost(parsed.options);
  host.useSourceOfProjectReferenceRedirect = () => true;
  return typescript.createProgram({
    rootNames: parsed.fileNames,
    options: parsed.options,
    configFileParsingDiagnostics: parsed.errors,
    host,
    ...(parsed.projectReferences && { projectReferences: parsed.projectReferences }),
  });
}
