import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type ts from "typescript";
import { DiagnosticSeverity, type Diagnostic, type Range } from "vscode-languageserver/node";
import { findConfig } from "../cli/project/findConfig.js";
import { findTypeScript } from "../cli/project/loadTypeScript.js";
import { suppressions } from "../cli/check/suppressions.js";
import { loadNativeModules } from "../native/loadNativeModules.js";
import { checkSourceFile } from "../typescript/checkSourceFile.js";
import { isChecked } from "../typescript/isChecked.js";
import { toDiagnostic } from "../typescript/toDiagnostic.js";
import { classicEngine } from "./classicEngine.js";
import type { Engine, ProjectState } from "./Engine.js";
import type { FileOverlay } from "./FileOverlay.js";
import { nativeEngine } from "./nativeEngine.js";

/** What the checker says of documents, each in the project of the nearest tsconfig, with that project's own TypeScript. */
export class Diagnoser {
  readonly #overlay: FileOverlay;
  /** By tsconfig. */
  readonly #engines = new Map<string, Promise<Engine>>();

  constructor(overlay: FileOverlay) {
    this.#overlay = overlay;
  }

  /** The compiler may die under a question: then a new one is asked, once. */
  async diagnose(uri: string): Promise<readonly Diagnostic[]> {
    const fileName = fileURLToPath(uri);
    try {
      return await this.#diagnose(fileName);
    } catch {
      await this.#restart(fileName);
      return this.#diagnose(fileName);
    }
  }

  async #diagnose(fileName: string): Promise<readonly Diagnostic[]> {
    const engine = await this.#engineOf(fileName);
    const state = engine.stateOf(fileName);
    const file = state?.program.getSourceFile(fileName);
    if (state === undefined || file === undefined) return [];
    const { typescript, program, options } = state;
    if (!isChecked(typescript, program, file)) return [];
    const isSuppressed = suppressions(file);
    return checkSourceFile(typescript, program, program.getTypeChecker(), file, options)
      .filter(({ at }) => !isSuppressed(at.start))
      .flatMap((finding) => toDiagnostic(typescript, program, file, finding, options) ?? [])
      .map((diagnostic) => asProtocol(state, diagnostic));
  }

  async changed(uri: string): Promise<void> {
    const fileName = fileURLToPath(uri);
    for (const engine of this.#engines.values()) (await engine).changed(fileName);
  }

  async #restart(fileName: string): Promise<void> {
    const configFile = findConfig(path.dirname(fileName), undefined);
    const engine = this.#engines.get(configFile);
    this.#engines.delete(configFile);
    (await engine)?.close();
  }

  async close(): Promise<void> {
    for (const engine of this.#engines.values()) (await engine).close();
    this.#engines.clear();
  }

  #engineOf(fileName: string): Promise<Engine> {
    const configFile = findConfig(path.dirname(fileName), undefined);
    let engine = this.#engines.get(configFile);
    if (engine === undefined) {
      engine = start(configFile, this.#overlay);
      this.#engines.set(configFile, engine);
      // What is wrong may be mended by the next time: a package installed, an option corrected.
      engine.catch(() => this.#engines.delete(configFile));
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

function asProtocol({ typescript }: ProjectState, diagnostic: ts.DiagnosticWithLocation): Diagnostic {
  const { file, start, length, code, category, messageText, relatedInformation = [] } = diagnostic;
  const text = (message: ts.Diagnostic["messageText"]): string =>
    typeof message === "string" ? message : message.messageText;
  return {
    range: rangeIn(file, start, length),
    severity: severityOf(typescript, category),
    code,
    source: "affine-budget",
    message: text(messageText),
    relatedInformation: relatedInformation.flatMap((related) =>
      related.file === undefined || related.start === undefined
        ? []
        : [
            {
              location: {
                uri: pathToFileURL(related.file.fileName).href,
                range: rangeIn(related.file, related.start, related.length ?? 0),
              },
              message: text(related.messageText),
            },
          ],
    ),
  };
}

function severityOf({ DiagnosticCategory }: typeof ts, category: ts.DiagnosticCategory): DiagnosticSeverity {
  switch (category) {
    case DiagnosticCategory.Error:
      return DiagnosticSeverity.Error;
    case DiagnosticCategory.Warning:
      return DiagnosticSeverity.Warning;
    default:
      return DiagnosticSeverity.Hint;
  }
}

function rangeIn(file: ts.SourceFile, start: number, length: number): Range {
  return {
    start: file.getLineAndCharacterOfPosition(start),
    end: file.getLineAndCharacterOfPosition(start + length),
  };
}
