import type ts from "typescript";
import { withoutRedirect, type InternalSourceFile } from "./InternalSourceFile.js";
import { outlineOf, type Use } from "./outline.js";

export interface User {
  readonly file: InternalSourceFile;
  readonly use: Use;
}

/** Who uses the exports of one file. */
class Users {
  readonly #byName = new Map<string, User[]>();
  /** Those to whom every export matters. */
  readonly #ofAny: User[] = [];

  add(user: User): void {
    const { use } = user;
    // A default import of a module without a default export is the module itself.
    if (!("exported" in use) || use.exported === "*" || use.exported === "default") {
      this.#ofAny.push(user);
      return;
    }
    const known = this.#byName.get(use.exported);
    if (known === undefined) this.#byName.set(use.exported, [user]);
    else known.push(user);
  }

  /** `"export="`: the module is one value, of which every name may be a property. */
  of(name: string): readonly User[] {
    const named = name === "export=" ? [...this.#byName.values()].flat() : (this.#byName.get(name) ?? []);
    return [...named, ...this.#ofAny];
  }
}

interface InternalProgram extends ts.Program {
  getResolvedModuleFromModuleSpecifier?(
    specifier: ts.StringLiteralLike,
    file: ts.SourceFile,
  ): { readonly resolvedModule: ts.ResolvedModule | undefined } | undefined;
}

/** How the modules of a program use each other. */
export interface Modules {
  /** Who uses the export of that name. `"export="` stands for them all. */
  usersOf(file: ts.SourceFile, name: string): readonly User[];
  /**
   * The file that a module specifier means. Ambient modules are left out: they are declared in scripts, which when
   * reached make everything so.
   */
  fileOf(file: ts.SourceFile, specifier: ts.StringLiteralLike): InternalSourceFile | undefined;
}

/** Null where the compiler does not tell. */
export function modulesOf(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
): Modules | null {
  const fileOf = createResolution(program, checker);
  const users = new Map<ts.SourceFile, Users>();
  for (const file of program.getSourceFiles() as readonly InternalSourceFile[]) {
    if (file.imports === undefined) return null;
    for (const { specifier, use } of outlineOf(typescript, withoutRedirect(file)).uses) {
      const used = fileOf(file, specifier);
      if (used === undefined) continue;
      let known = users.get(used);
      if (known === undefined) users.set(used, (known = new Users()));
      known.add({ file: withoutRedirect(file), use });
    }
  }
  return { usersOf: (file, name) => users.get(file)?.of(name) ?? [], fileOf };
}

function createResolution(program: InternalProgram, checker: ts.TypeChecker): Modules["fileOf"] {
  // The program normalises a name whenever it is asked for a file.
  const byName = new Map<string, InternalSourceFile | undefined>();
  return (file, specifier) => {
    if (program.getResolvedModuleFromModuleSpecifier === undefined) {
      const declared = checker.getSymbolAtLocation(specifier)?.declarations?.[0]?.getSourceFile();
      return declared && withoutRedirect(declared);
    }
    const resolved = program.getResolvedModuleFromModuleSpecifier(specifier, file)?.resolvedModule;
    if (resolved === undefined) return undefined;
    const name = resolved.resolvedFileName;
    if (byName.has(name)) return byName.get(name);
    const used = program.getSourceFile(name);
    const target = used && withoutRedirect(used);
    byName.set(name, target);
    return target;
  };
}
