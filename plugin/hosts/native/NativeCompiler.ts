import type {
  ApiOptions,
  DerivableSnapshot,
  FileChanges,
  NativeApi,
  NativeModules,
  NativeProject,
} from "./NativeApi.js";

/** A compiler process of TypeScript 7, and the newest state of the projects that it has open. */
export class NativeCompiler {
  readonly #api: NativeApi;
  #snapshot: { readonly project: (configFile: string) => NativeProject | undefined; dispose(): void } | null =
    null;
  #derivable: DerivableSnapshot | null = null;

  constructor(modules: NativeModules, options: ApiOptions) {
    this.#api = new modules.api.API(options);
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
      const params = { openProjects, fileNotifications: changes };
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
    this.#api.close();
  }
}
