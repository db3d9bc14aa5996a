import path from "node:path";
import type ts from "typescript";

interface InternalTypeScript {
  readonly matchFiles: (
    directory: string,
    extensions: readonly string[] | undefined,
    excludes: readonly string[] | undefined,
    includes: readonly string[] | undefined,
    useCaseSensitiveFileNames: boolean,
    currentDirectory: string,
    depth: number | undefined,
    getFileSystemEntries: (directory: string) => { files: readonly string[]; directories: readonly string[] },
    realpath: (path: string) => string,
  ) => string[];
}

/** Whether a tsconfig includes a file that is not on the disk: TypeScript is asked, with the file among what it finds there. */
export function imagines(typescript: typeof ts, configFile: string, imagined: string): boolean {
  const { matchFiles } = typescript as typeof ts & InternalTypeScript;
  const { sys } = typescript;
  const withImagined = (directory: string): { files: readonly string[]; directories: readonly string[] } => {
    const files = sys
      .readDirectory(directory, undefined, undefined, ["*"], 1)
      .map((file) => path.basename(file));
    const isHome = path.normalize(directory) === path.dirname(imagined);
    return {
      files: isHome ? [...new Set([...files, path.basename(imagined)])].sort() : files,
      directories: sys.getDirectories(directory),
    };
  };
  const parsed = typescript.getParsedCommandLineOfConfigFile(
    configFile,
    {},
    {
      ...sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
      readDirectory: (root, extensions, excludes, includes, depth) =>
        matchFiles(
          root,
          extensions,
          excludes,
          includes,
          sys.useCaseSensitiveFileNames,
          sys.getCurrentDirectory(),
          depth,
          withImagined,
          (name) => sys.realpath?.(name) ?? name,
        ),
    },
  );
  return parsed?.fileNames.some((file) => path.normalize(file) === imagined) ?? false;
}
