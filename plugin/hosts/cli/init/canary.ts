import path from "node:path";
import type ts from "typescript";

export const canaryName = "affine-budget.canary.ts";

/**
 * Fails a build that does not check ownership: plain tsc sees no error to expect and reports the directive as unused
 * (TS2578). Exported, so that `noUnusedLocals` has nothing to say; never imported, so that no bundle contains it.
 */
export const canaryText = `// Written by \`affine-budget init\`. It makes a build fail that does not check ownership: there the expected error
// below does not happen, and TypeScript reports "Unused '@ts-expect-error' directive" (TS2578) in this file.
import type { Budget } from "affine-budget";

export function canary(budget: Budget): number {
  const left = budget.close();
  // @ts-expect-error -- a deliberate double spend
  return left + budget.close();
}
`;

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

/**
 * Where the canary belongs: the outermost source directory in which the tsconfig includes it. Null if it includes no new
 * file there, as when it lists its `files`. Asks TypeScript itself, with the canary imagined on disk.
 */
export function canaryPlace(
  typescript: typeof ts,
  configFile: string,
  parsed: ts.ParsedCommandLine,
): string | null {
  const sources = parsed.fileNames.filter((file) => !file.endsWith(".d.ts"));
  const directories = [
    ...(parsed.options.rootDir === undefined ? [] : [parsed.options.rootDir]),
    ...(sources.length === 0 ? [] : [commonDirectory(sources)]),
    path.dirname(configFile),
    ...sources.map((file) => path.dirname(file)),
  ];
  for (const directory of new Set(directories.map((name) => path.normalize(name)))) {
    const candidate = path.join(directory, canaryName);
    if (includes(typescript, configFile, candidate)) return candidate;
  }
  return null;
}

function includes(typescript: typeof ts, configFile: string, imagined: string): boolean {
  const { matchFiles } = typescript as typeof ts & InternalTypeScript;
  const { sys } = typescript;
  const withCanary = (directory: string): { files: readonly string[]; directories: readonly string[] } => {
    const files = sys
      .readDirectory(directory, undefined, undefined, ["*"], 1)
      .map((file) => path.basename(file));
    const isHome = path.normalize(directory) === path.dirname(imagined);
    return {
      files: isHome ? [...new Set([...files, canaryName])].sort() : files,
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
          withCanary,
          (name) => sys.realpath?.(name) ?? name,
        ),
    },
  );
  return parsed?.fileNames.some((file) => path.normalize(file) === imagined) ?? false;
}

function commonDirectory(files: readonly string[]): string {
  const [first = "", ...others] = files.map((file) => path.dirname(file));
  return others.reduce((common, directory) => {
    let shared = common;
    while (path.relative(shared, directory).startsWith("..")) shared = path.dirname(shared);
    return shared;
  }, first);
}
