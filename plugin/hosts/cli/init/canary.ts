import path from "node:path";
import type { ProjectSetup } from "../compilers/Projects.js";

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

/**
 * Where the canary belongs: the outermost source directory in which the tsconfig includes it. Null if it includes no new
 * file there, as when it lists its `files`.
 */
export function canaryPlace(setup: ProjectSetup): string | null {
  const { configFile, rootDir, fileNames } = setup;
  const sources = fileNames.filter((file) => !file.endsWith(".d.ts"));
  const directories = [
    ...(rootDir === undefined ? [] : [rootDir]),
    ...(sources.length === 0 ? [] : [commonDirectory(sources)]),
    path.dirname(configFile),
    ...sources.map((file) => path.dirname(file)),
  ];
  for (const directory of new Set(directories.map((name) => path.normalize(name)))) {
    const candidate = path.join(directory, canaryName);
    if (setup.includes(candidate)) return candidate;
  }
  return null;
}

function commonDirectory(files: readonly string[]): string {
  const [first = "", ...others] = files.map((file) => path.dirname(file));
  return others.reduce((common, directory) => {
    let shared = common;
    while (path.relative(shared, directory).startsWith("..")) shared = path.dirname(shared);
    return shared;
  }, first);
}
