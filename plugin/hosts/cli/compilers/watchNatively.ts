import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { FileChanges } from "../../native/NativeApi.js";
import type { NativeWorkspace } from "../../native/NativeWorkspace.js";
import { isLibraryName } from "../../native/view/programView.js";
import { FolderWatch } from "./FolderWatch.js";

interface Source {
  /** The folder of the projects: new files may turn up anywhere in it. */
  readonly home: string;
  /** Throws what keeps the projects from being opened. */
  readonly current: () => NativeWorkspace;
  readonly reopen: () => void;
}

/**
 * Calls back at once and after every change. TypeScript 7 watches nothing for its API, so the folders of the files that it
 * has read are watched here, and those in which it may find new ones. Never resolves.
 *
 * @param onChange gets the projects as they are now
 */
export function watchNatively(
  { home, current, reopen }: Source,
  onChange: (newest: () => NativeWorkspace) => void,
): Promise<never> {
  let names: ReadonlySet<string> = new Set();
  /** The last time it could not be found out what there is. */
  let isLost = false;
  const newest = (changed: readonly string[]): NativeWorkspace => {
    // A configuration decides which files there are; and a compiler that has died cannot be asked any more.
    const isConfiguration = changed.some((name) => name.endsWith(".json"));
    if (isLost || isConfiguration) reopen();
    else if (changed.length > 0 && !refresh(current(), changesAmong(changed, names))) reopen();
    isLost = true;
    const workspace = current();
    names = new Set(fileNames(workspace));
    isLost = false;
    return workspace;
  };
  const look = (changed: readonly string[]): void => {
    let workspace: NativeWorkspace | null = null;
    onChange(() => (workspace ??= newest(changed)));
    folders.watch(foldersOf([...names], home));
  };
  const folders = new FolderWatch(look);
  look([]);
  return new Promise(() => undefined);
}

function refresh(workspace: NativeWorkspace, changes: FileChanges): boolean {
  try {
    workspace.refresh(changes);
    return true;
  } catch {
    return false;
  }
}

function changesAmong(names: readonly string[], known: ReadonlySet<string>): FileChanges {
  // What has come or gone with a folder, no event names.
  if (names.some((name) => statSync(name, { throwIfNoEntry: false })?.isDirectory() === true))
    return { invalidateAll: true };
  return {
    changed: names.filter((name) => existsSync(name) && known.has(name)),
    created: names.filter((name) => existsSync(name) && !known.has(name)),
    deleted: names.filter((name) => !existsSync(name)),
  };
}

function fileNames(workspace: NativeWorkspace): readonly string[] {
  return workspace
    .projects()
    .flatMap(({ native }) => native.program.getSourceFileNames())
    .filter((name) => !isLibraryName(name));
}

function foldersOf(names: readonly string[], home: string): ReadonlySet<string> {
  const folders = new Set(names.map((name) => path.dirname(name)));
  const pending = [home];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    folders.add(folder);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const isSource = entry.name !== "node_modules" && !entry.name.startsWith(".");
      if (entry.isDirectory() && isSource) pending.push(path.join(folder, entry.name));
    }
  }
  return folders;
}
