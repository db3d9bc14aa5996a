import { readFileSync } from "node:fs";
import type { FileChanges } from "../NativeApi.js";
import { importedNames, type ImportedNames } from "./importedNames.js";

/** The texts of files as the compiler process reads them: for much of what is to be known no syntax tree need cross the pipe. */
export class FileTexts {
  readonly #readFile: (name: string) => string | undefined;
  readonly #texts = new Map<string, string | null>();
  readonly #imports = new Map<string, ImportedNames>();

  /** @param readFile what stands before the disk */
  constructor(readFile: (name: string) => string | undefined = () => undefined) {
    this.#readFile = readFile;
  }

  /** Null where the compiler alone knows: it tells other encodings apart, and has files of its own. */
  text(name: string): string | null {
    let text = this.#texts.get(name);
    if (text === undefined) this.#texts.set(name, (text = this.#readFile(name) ?? onDisk(name)));
    return text;
  }

  imports(name: string): ImportedNames {
    let imports = this.#imports.get(name);
    if (imports === undefined) {
      const text = this.text(name);
      imports = text === null ? { names: new Set(), any: true } : importedNames(name, text);
      this.#imports.set(name, imports);
    }
    return imports;
  }

  forget(changes: FileChanges): void {
    const names =
      changes.invalidateAll === true
        ? []
        : [...(changes.changed ?? []), ...(changes.created ?? []), ...(changes.deleted ?? [])];
    // A name that is not known may be another spelling of one that is, where case does not count.
    if (changes.invalidateAll === true || names.some((name) => !this.#texts.has(name))) {
      this.#texts.clear();
      this.#imports.clear();
    }
    for (const name of names) {
      this.#texts.delete(name);
      this.#imports.delete(name);
    }
  }
}

function onDisk(name: string): string | null {
  try {
    const text = readFileSync(name, "utf8");
    return /[\0\ufffd]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
