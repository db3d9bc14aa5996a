import type { DerivableSnapshot, FileChanges, NativeApi, NativeModules, NativeProject } from "./NativeApi.js";

export interface CompilerOptions {
  readonly cwd: string;
  /** Asked before the disk, to which `undefined` leaves the answer. */
  readonly readFile?: (name: string) => string | undefined;
}

/** A compiler process of TypeScript 7, and the newest state of the projects that it has open. */
export class NativeCompiler {
  readonly #api: NativeApi;
  #snapshot: { readonly project: (configFile: string) => NativeProject | undefined; dispose(): void } | null =
    null;
  #derivable: DerivableSnapshot | null = null;

  constructor(modules: NativeModules, { cwd, readFile }: CompilerOptions) {
    this.#api = new modules.api.API({ cwd, ...(readFile && { fs: fileSystem(modules, readFile) }) });
  }

  /** Names of the files that a tsconfig includes. */
  fileNames(configFile: string): readonly string[] {
    return this.#api.parseConfigFile(configFile).fileNames;
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
  readFile: (name: string) => string | undefined,
): Readonly<Record<string, unknown>> {
  if (useOS === undefined) return { readFile };
  const others = [
    ...["fileExists", "directoryExists", "getAccessibleEntries", "realpath", "stat"],
    ...["writeFile", "removeFile"],
  ].map((name) => [name, useOS] as const);
  return { ...Object.fromEntries(others), readFile: (name: string) => readFile(name) ?? useOS };
}
