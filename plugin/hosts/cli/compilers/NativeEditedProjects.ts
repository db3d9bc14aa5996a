import path from "node:path";
import type { NativeDiagnostic, NativeModules } from "../../native/NativeApi.js";
import { NativeWorkspace } from "../../native/NativeWorkspace.js";
import { checkNativeProjects } from "../check/checkNativeProjects.js";
import type { OnFile } from "../check/checkProgram.js";
import type { EditedCheck, EditedProjects, Texts } from "./Projects.js";

/** The compiler reads the edited texts from here. It knows one state at a time. */
export class NativeEditedProjects implements EditedProjects {
  readonly #workspace: NativeWorkspace;
  readonly #directory: string;
  readonly #onFile: OnFile;
  #texts: Texts = new Map();

  constructor(modules: NativeModules, configFile: string, directory: string, onFile: OnFile) {
    const readFile = (name: string): string | undefined => this.#texts.get(name);
    this.#workspace = new NativeWorkspace(modules, configFile, { cwd: path.dirname(configFile), readFile });
    this.#directory = directory;
    this.#onFile = onFile;
  }

  check(texts: Texts): EditedCheck {
    const changed = differing(this.#texts, texts);
    this.#texts = new Map(texts);
    if (changed.length > 0) this.#workspace.refresh({ changed });
    const result = checkNativeProjects(this.#workspace, this.#directory, this.#onFile);
    // Asked for now: a state cannot be asked any more once there is another.
    const names = new Set([...texts.keys(), ...result.reports.map(({ at }) => at.file)]);
    const typeErrors = new Map(
      [...names].map((name) => [
        name,
        this.#workspace
          .projects()
          .flatMap(({ native }) => native.program.getSemanticDiagnostics(name).map(describe)),
      ]),
    );
    return { result, typeErrors: (name) => typeErrors.get(name) ?? [] };
  }

  close(): void {
    this.#workspace.close();
  }
}

function differing(before: Texts, after: Texts): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name));
}

function describe({ code, text, messageChain = [] }: NativeDiagnostic): string {
  return [`${String(code)} ${text}`, ...messageChain.map(describe)].join(" ");
}
