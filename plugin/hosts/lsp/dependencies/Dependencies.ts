import { createHash } from "node:crypto";
import type ts from "typescript";
import { isModule, type InternalSourceFile } from "../../typescript/reach/InternalSourceFile.js";
import { resolutionOf } from "../../typescript/reach/Modules.js";
import type { ProjectState } from "../Engine.js";
import { surfaceOf } from "./surfaceOf.js";

/**
 * What is found in a file stays the same as long as its fingerprint does, whatever else of the project is edited; but for
 * the compiler and its options.
 */
export class Dependencies {
  readonly #surfaces = new WeakMap<ts.SourceFile, string>();
  readonly #outlooks = new WeakMap<ts.Program, Outlook>();

  /** Null where the whole program decides. */
  fingerprint(state: ProjectState, file: ts.SourceFile): string | null {
    // X4: the first place of a program may take authority, no other.
    if (file.text.includes("takeAuthority")) return null;
    const { typescript, program, options } = state;
    let outlook = this.#outlooks.get(program);
    if (outlook === undefined) this.#outlooks.set(program, (outlook = new Outlook(program)));
    const hash = createHash("sha256");
    hash.update(JSON.stringify([program.getCompilerOptions()["configFilePath"], options]));
    hash.update(file.text);
    for (const seen of outlook.from(file)) {
      hash.update(`\0${seen.fileName}\0${outlook.importsOf(seen).join("\0")}\0`);
      if (seen !== file) hash.update(this.#surface(typescript, seen));
    }
    return hash.digest("hex");
  }

  #surface(typescript: typeof ts, file: ts.SourceFile): string {
    let surface = this.#surfaces.get(file);
    if (surface === undefined) {
      surface = createHash("sha256").update(surfaceOf(typescript, file)).digest("hex");
      this.#surfaces.set(file, surface);
    }
    return surface;
  }
}

/** Which files of a program see which others. */
class Outlook {
  readonly #program: ts.Program;
  readonly #fileOf: ReturnType<typeof resolutionOf>;
  readonly #imports = new Map<ts.SourceFile, readonly string[]>();
  /** Everybody sees these, whatever they import. */
  readonly #global: readonly InternalSourceFile[];

  constructor(program: ts.Program) {
    this.#program = program;
    this.#fileOf = resolutionOf(program, program.getTypeChecker());
    const files = program.getSourceFiles() as readonly InternalSourceFile[];
    this.#global = files.filter(
      (file) => !isModule(file) || /\bdeclare\s+(?:global\b|module\b)/.test(file.text),
    );
  }

  /** The file, what it imports, what that imports, and so on. */
  from(file: ts.SourceFile): Iterable<InternalSourceFile> {
    const seen = new Set<InternalSourceFile>([file, ...this.#global]);
    // Grows while it is walked.
    for (const each of seen) {
      for (const name of this.importsOf(each)) {
        const imported = this.#program.getSourceFile(name);
        if (imported !== undefined) seen.add(imported);
      }
    }
    return seen;
  }

  /** The names of the files that its module specifiers mean; empty for one that means none. */
  importsOf(file: InternalSourceFile): readonly string[] {
    let names = this.#imports.get(file);
    if (names === undefined) {
      names = (file.imports ?? []).map((specifier) => this.#fileOf(file, specifier)?.fileName ?? "");
      this.#imports.set(file, names);
    }
    return names;
  }
}
