import path from "node:path";
import type { NativeCompiler } from "./NativeCompiler.js";
import { readTsconfig } from "./readTsconfig.js";

/** The tsconfig itself, or if it has no files of its own but `references`, those that it refers to, each once. */
export function projectsOf(compiler: NativeCompiler, configFile: string): readonly string[] {
  const projects = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const { references } = readTsconfig(file);
    if (references.length === 0 || compiler.fileNames(file).length > 0) projects.add(file);
    else references.forEach(visit);
  };
  visit(path.normalize(configFile));
  return [...projects];
}
