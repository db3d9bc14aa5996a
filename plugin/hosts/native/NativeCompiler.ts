import type {
  DerivableSnapshot,
  FileChanges,
  FolderEntries,
  NativeApi,
  NativeModules,
  NativeProject,
  ParsedConfig,
} from "./NativeApi.js";

export interface CompilerOptions extends FileSystem {
  readonly cwd: string;
}

/** Asked before the disk, to which `undefined` leaves the answer. */
interface FileSystem {
  readonly readFile?: (name: string) => string | undefined;
  readonly listFolder?: (name: string) => FolderEntries | undefined;
}

/** A compiler process of TypeScript 7, and the newest state of the projects that it has open. */
export class NativeCompiler {
  readonly #api: NativeApi;
  #snapshot: { readonly project: (configFile: string) => NativeProject | undefined; dispose(): void } | null =
    null;
  #derivable: DerivableSnapshot | null = null;

  constructor(modules: NativeModules, { cwd, ...fs }: CompilerOptions) {
    const isDisk = Object.keys(fs).length === 0;
    this.#api = new modules.api.API({ cwd, ...(!isDisk && { fs: fileSystem(modules, fs) }) });
  }

  /** A tsconfig as the compiler reads it, bases included. */
  parseConfigFile(configFile: string): ParsedConfig {
    return this.#api.parseConfigFile(configFile);
  }

  /** Opens projects, or looks again at those that are open. What earlier states handed out is then gone. */
  refresh(openProjects: readonly string[], changes: FileChanges = {}): void {
    const api = this.#api;
    const before = this.#snapshot;
    if (api.createSnapshot === undefined) {
      const snapshot = api.updateSnapshot({ openProjects, fileChanges: changes });
      this.#snapshot = {
        project: (file) => snapshot.getProject(file),
        dispose: () => {
          snapshot.dispose();
        },
      };
    } else {
      const params = { openProjects, fileNotifications: changes, ensurePrograms: true };
      const snapshot = this.#derivable?.update(params) ?? api.createSnapshot(params);
      if (snapshot === this.#derivable) return;
      this.#derivable = snapshot;
      this.#snapshot = {
        project: (file) => snapshot.getConfiguredProject(file),
        dispose: () => {
          snapshot.dispose();
        },
      };
    }
    before?.dispose();
  }

  project(configFile: string): NativeProject | undefined {
    return this.#snapshot?.project(configFile);
  }

  close(): void {
    try {
      this.#api.close();
    } catch {
      // A process that has died cannot be told to release anything.
    }
  }
}

/** 7.0 takes the operations that are not its own; 7.1 wants each of them named. */
function fileSystem(
  { useOS }: NativeModules,
  { readFile, listFolder }: FileSystem,
): Readonly<Record<string, unknown>> {
  const own = {
    ...(readFile && { readFile: (name: string) => readFile(name) ?? useOS }),
    ...(listFolder && { getAccessibleEntries: (name: string) => listFolder(name) ?? useOS }),
  };
  if (useOS === undefined) return own;
  const all = [
    ...["readFile", "fileExists", "directoryExists", "getAccessibleEntries", "realpath", "stat"],
    ...["writeFile", "removeFile"],
  ];
  return { ...Object.fromEntries(all.map((name) => [name, useOS])), ...own };
}
