import { statSync } from "node:fs";
import type ts from "typescript";
import { pluginOptions } from "../cli/project/pluginOptions.js";
import { readProjects } from "../cli/project/readProjects.js";
import type { Engine } from "./Engine.js";
import type { FileOverlay } from "./FileOverlay.js";

/** TypeScript 5 and 6: a language service for each project, whose program changes as little as an edit does. */
export function classicEngine(typescript: typeof ts, configFile: string, overlay: FileOverlay): Engine {
  const projects = readProjects(typescript, configFile).map(({ configFile: name, parsed }) => ({
    options: pluginOptions(name, parsed.options),
    service: typescript.createLanguageService(hostOf(typescript, name, parsed, overlay)),
  }));
  return {
    stateOf(fileName) {
      for (const { options, service } of projects) {
        const program = service.getProgram();
        if (program?.getSourceFile(fileName) !== undefined) return { typescript, program, options };
      }
      return undefined;
    },
    // The host is asked for versions before each state.
    changed: () => undefined,
    close: () => {
      for (const { service } of projects) service.dispose();
    },
  };
}

interface InternalHost extends ts.LanguageServiceHost {
  /** Lets referenced projects stand in with their sources: they need not be built first. */
  useSourceOfProjectReferenceRedirect?(): boolean;
}

function hostOf(
  typescript: typeof ts,
  configFile: string,
  { fileNames, options, projectReferences }: ts.ParsedCommandLine,
  overlay: FileOverlay,
): InternalHost {
  const { sys } = typescript;
  const readFile = (name: string): string | undefined => overlay.text(name) ?? sys.readFile(name);
  return {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...fileNames],
    getScriptVersion: (name) => {
      const version = overlay.version(name);
      return version === undefined ? `disk ${String(changeTime(name))}` : `open ${String(version)}`;
    },
    getScriptSnapshot: (name) => {
      const text = readFile(name);
      return text === undefined ? undefined : typescript.ScriptSnapshot.fromString(text);
    },
    getProjectReferences: () => projectReferences,
    useSourceOfProjectReferenceRedirect: () => true,
    getCurrentDirectory: () => configFile.replace(/[\\/][^\\/]*$/, ""),
    getDefaultLibFileName: (settings) => typescript.getDefaultLibFilePath(settings),
    fileExists: (name) => overlay.text(name) !== undefined || sys.fileExists(name),
    readFile,
    readDirectory: (...of) => sys.readDirectory(...of),
    directoryExists: (name) => sys.directoryExists(name),
    getDirectories: (name) => sys.getDirectories(name),
    realpath: (name) => sys.realpath?.(name) ?? name,
  };
}

function changeTime(name: string): number {
  return statSync(name, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
