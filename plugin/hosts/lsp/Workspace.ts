import path from "node:path";
import type ts from "typescript";
import { findConfig, nearestConfig } from "../cli/project/findConfig.js";
import { findTypeScript } from "../cli/project/findTypeScript.js";
import { loadNativeModules } from "../native/loadNativeModules.js";
import { classicEngine } from "./classicEngine.js";
import type { Engine, ProjectState } from "./Engine.js";
import type { FileOverlay } from "./FileOverlay.js";
import { nativeEngine } from "./nativeEngine.js";

/** The projects of the open documents: of each the nearest tsconfig, with that project's own TypeScript. */
export class Workspace {
  readonly #overlay: FileOverlay;
  /** By tsconfig. */
  readonly #engines = new Map<string, Promise<Engine>>();

  constructor(overlay: FileOverlay) {
    this.#overlay = overlay;
  }

  /**
   * Puts a question about a file to its project; null if no project has it. The compiler may die under the question: then
   * a new one is asked, once.
   */
  async ask<Answer>(
    fileName: string,
    question: (state: ProjectState, file: ts.SourceFile) => Answer,
  ): Promise<Answer | null> {
    if (nearestConfig(path.dirname(fileName)) === null) return null;
    const configFile = findConfig(path.dirname(fileName), undefined);
    const answer = (engine: Engine): Answer | null => {
      const state = engine.stateOf(fileName);
      const file = state?.program.getSourceFile(fileName);
      return state === undefined || file === undefined ? null : question(state, file);
    };
    const starting = this.#engineOf(configFile);
    const engine = await starting;
    try {
      return answer(engine);
    } catch {
      // Another question may have had it replaced already.
      if (this.#engines.get(configFile) === starting) this.#engines.delete(configFile);
      engine.close();
      return answer(await this.#engineOf(configFile));
    }
  }

  /** The text of a document, or a file on the disk, is another now: of that all later answers know. */
  changed(fileName: string): void {
    for (const starting of this.#engines.values()) {
      void starting.then(
        (engine) => {
          engine.changed(fileName);
        },
        // It says what is wrong to those who ask.
        () => undefined,
      );
    }
  }

  /** Later questions start compilers anew: what belongs to a project, or its options, may be something else now. */
  close(): void {
    for (const starting of this.#engines.values()) {
      void starting.then(
        (engine) => {
          engine.close();
        },
        () => undefined,
      );
    }
    this.#engines.clear();
  }

  #engineOf(configFile: string): Promise<Engine> {
    let engine = this.#engines.get(configFile);
    if (engine === undefined) {
      engine = start(configFile, this.#overlay);
      this.#engines.set(configFile, engine);
      const started = engine;
      // What is wrong may be mended by the next time: a package installed, an option corrected.
      started.catch(() => {
        if (this.#engines.get(configFile) === started) this.#engines.delete(configFile);
      });
    }
    return engine;
  }
}

async function start(configFile: string, overlay: FileOverlay): Promise<Engine> {
  const found = findTypeScript(path.dirname(configFile));
  switch (found.kind) {
    case "classic":
      return classicEngine(found.load(), configFile, overlay);
    case "native":
      return nativeEngine(await loadNativeModules(found.manifest), configFile, overlay);
  }
}
