import path from "node:path";
import type { NativeModules } from "../../native/NativeApi.js";
import { NativeWorkspace } from "../../native/NativeWorkspace.js";
import { checkNativeProjects } from "../check/checkNativeProjects.js";
import type { OnFile } from "../check/checkProgram.js";
import type { CheckResult } from "../check/CheckResult.js";
import { pluginNotices } from "../check/pluginNotices.js";
import { optionsAmong } from "../project/pluginOptions.js";
import { NativeEditedProjects } from "./NativeEditedProjects.js";
import type { EditedProjects, FoundFile, Projects, WatchRound } from "./Projects.js";
import { watchNatively } from "./watchNatively.js";

/** TypeScript 7, a process of its own. */
export class NativeProjects implements Projects {
  readonly #modules: NativeModules;
  readonly #configFile: string;
  readonly #cwd: string;
  /** As the projects stand on the disk; null until somebody asks. */
  #workspace: NativeWorkspace | null = null;
  #edited: NativeEditedProjects | null = null;

  constructor(modules: NativeModules, configFile: string, cwd: string) {
    this.#modules = modules;
    this.#configFile = configFile;
    this.#cwd = cwd;
  }

  get notices(): readonly string[] {
    return pluginNotices(this.#current().projects(), this.#modules.version);
  }

  check(onFile: OnFile): CheckResult {
    return checkNativeProjects(this.#current(), this.#cwd, onFile);
  }

  edited(onFile: OnFile): EditedProjects {
    this.#edited?.close();
    return (this.#edited = new NativeEditedProjects(this.#modules, this.#configFile, this.#cwd, onFile));
  }

  watch({ onCheck }: WatchRound): Promise<never> {
    const source = {
      home: path.dirname(this.#configFile),
      current: () => this.#current(),
      reopen: () => {
        this.#workspace?.close();
        this.#workspace = null;
      },
    };
    return watchNatively(source, (newest) => {
      onCheck((onFile) => checkNativeProjects(newest(), this.#cwd, onFile));
    });
  }

  find(fileName: string): FoundFile | undefined {
    const { typescript } = this.#current();
    for (const { configFile, plugins, program } of this.#current().projects()) {
      const file = program.getSourceFile(fileName);
      if (file !== undefined)
        return { typescript, program, file, options: optionsAmong(configFile, plugins) };
    }
    return undefined;
  }

  setups(): null {
    return null;
  }

  close(): void {
    this.#workspace?.close();
    this.#edited?.close();
  }

  #current(): NativeWorkspace {
    const cwd = path.dirname(this.#configFile);
    return (this.#workspace ??= new NativeWorkspace(this.#modules, this.#configFile, { cwd }));
  }
}
