import path from "node:path";
import type ts from "typescript";
import { CannotRun } from "../CannotRun.js";
import { optionOverrides } from "./optionOverrides.js";
import { formatTscDiagnostics } from "./formatTscDiagnostics.js";

export interface Project {
  /** The tsconfig, absolute. */
  readonly configFile: string;
  readonly parsed: ts.ParsedCommandLine;
}

/**
 * The project of a tsconfig. If that has no files of its own but `references` (a solution), the projects that it refers
 * to, each once, references of references included. Throws `CannotRun` with tsc's own errors.
 */
export function readProjects(typescript: typeof ts, configFile: string): readonly Project[] {
  const projects: Project[] = [];
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const parsed = parse(typescript, file);
    const references = parsed.projectReferences ?? [];
    if (parsed.fileNames.length > 0 || references.length === 0) {
      projects.push({ configFile: file, parsed });
      return;
    }
    for (const reference of references)
      visit(path.normalize(typescript.resolveProjectReferencePath(reference)));
  };
  visit(path.normalize(configFile));
  return projects;
}

function parse(typescript: typeof ts, configFile: string): ts.ParsedCommandLine {
  const fatal: ts.Diagnostic[] = [];
  const host: ts.ParseConfigFileHost = {
    ...typescript.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => fatal.push(diagnostic),
  };
  const parsed = typescript.getParsedCommandLineOfConfigFile(configFile, optionOverrides, host);
  const errors = [...fatal, ...(parsed?.errors ?? [])].filter(
    ({ category }) => category === typescript.DiagnosticCategory.Error,
  );
  if (parsed === undefined || errors.length > 0) {
    throw new CannotRun(`${configFile} cannot be used\n${formatTscDiagnostics(typescript, errors)}`);
  }
  return parsed;
}
