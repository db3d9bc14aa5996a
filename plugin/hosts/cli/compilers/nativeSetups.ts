import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { FolderEntries, NativeModules } from "../../native/NativeApi.js";
import { NativeCompiler } from "../../native/NativeCompiler.js";
import { projectsOf } from "../../native/projectsOf.js";
import { readTsconfig } from "../../native/readTsconfig.js";
import type { ProjectSetup } from "./Projects.js";

/** Whether a tsconfig includes a file that is not on the disk is asked of a compiler that finds it there all the same. */
export function nativeSetups(
  modules: NativeModules,
  configFile: string,
): { readonly setups: readonly ProjectSetup[]; close(): void } {
  const cwd = path.dirname(configFile);
  const compiler = new NativeCompiler(modules, { cwd });
  const imagining: NativeCompiler[] = [];
  const setups = projectsOf(compiler, configFile).map((project): ProjectSetup => {
    const { plugins, include } = readTsconfig(project);
    const { fileNames, options } = compiler.parseConfigFile(project);
    return {
      ...{ configFile: project, plugins, include, fileNames },
      rootDir: typeof options?.["rootDir"] === "string" ? options["rootDir"] : undefined,
      includes: (fileName) => {
        // One that has listed a folder need not do so again.
        const other = new NativeCompiler(modules, { cwd, listFolder: (name) => withFile(name, fileName) });
        imagining.push(other);
        return other.parseConfigFile(project).fileNames.some((name) => path.normalize(name) === fileName);
      },
    };
  });
  return {
    setups,
    close: () => {
      for (const each of [compiler, ...imagining]) each.close();
    },
  };
}

/** Undefined leaves the answer to the compiler. */
function withFile(folder: string, fileName: string): FolderEntries | undefined {
  if (path.normalize(folder) !== path.dirname(fileName)) return undefined;
  const files = new Set([path.basename(fileName)]);
  const directories: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const meant = entry.isSymbolicLink()
      ? statSync(path.join(folder, entry.name), { throwIfNoEntry: false })
      : entry;
    if (meant?.isDirectory() === true) directories.push(entry.name);
    else if (meant?.isFile() === true) files.add(entry.name);
  }
  return { files: [...files].sort(), directories };
}
