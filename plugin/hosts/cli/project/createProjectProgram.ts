import type ts from "typescript";
import type { Project } from "./readProjects.js";

interface InternalHost extends ts.CompilerHost {
  /** Lets referenced projects stand in with their sources: they need not be built first. */
  useSourceOfProjectReferenceRedirect?(): boolean;
}

/** Texts that stand in for what is on the disk, and the files parsed so far, by name and text. */
export interface Edited {
  readonly texts: ReadonlyMap<string, string>;
  readonly parsed: Map<string, ts.SourceFile>;
}

export function createProjectProgram(
  typescript: typeof ts,
  { parsed }: Project,
  edited: Edited | null = null,
): ts.Program {
  const host: InternalHost = typescript.createCompilerHost(parsed.options);
  host.useSourceOfProjectReferenceRedirect = () => true;
  if (edited !== null) substitute(host, edited);
  return typescript.createProgram({
    rootNames: parsed.fileNames,
    options: parsed.options,
    configFileParsingDiagnostics: parsed.errors,
    host,
    ...(parsed.projectReferences && { projectReferences: parsed.projectReferences }),
  });
}

/** A file is read and parsed once: whatever is on the disk later, it is the text that was checked first. */
function substitute(host: ts.CompilerHost, { texts, parsed }: Edited): void {
  const readFile = host.readFile.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...settings) => {
    const key = `${name}\0${texts.get(name) ?? ""}`;
    const known = parsed.get(key);
    if (known !== undefined) return known;
    const file = getSourceFile(name, ...settings);
    if (file !== undefined) parsed.set(key, file);
    return file;
  };
}
