import type ts from "typescript";
import { withoutRedirect, type InternalSourceFile } from "./InternalSourceFile.js";
import { outlineOf, type Use } from "./outline.js";

export interface User {
  readonly file: InternalSourceFile;
  readonly use: Use;
}

interface SpecifiedUser extends User {
  readonly specifier: ts.StringLiteralLike;
  /** Which the specifier is resolved for: where it stands, or a copy of that. */
  readonly at: InternalSourceFile;
}

/** Users by the file that they use. */
class Users {
  readonly #byFile = new Map<ts.SourceFile, User[]>();

  constructor(users: readonly SpecifiedUser[], fileOf: Modules["fileOf"]) {
    for (const user of users) {
      const used = fileOf(user.at, user.specifier);
      if (used === undefined) continue;
      const known = this.#byFile.get(used);
      if (known === undefined) this.#byFile.set(used, [user]);
      else known.push(user);
    }
  }

  of(file: ts.SourceFile): readonly User[] {
    return this.#byFile.get(file) ?? [];
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
  const fileOf = resolutionOf(program, checker);
  /** Those to whom every export matters, and by its name those to whom one does. */
  const ofAny: SpecifiedUser[] = [];
  const named = new Map<string, SpecifiedUser[]>();
  for (const file of program.getSourceFiles() as readonly InternalSourceFile[]) {
    if (file.imports === undefined) return null;
    const original = withoutRedirect(file);
    for (const { specifier, use } of outlineOf(typescript, original).uses) {
      const user = { file: original, at: file, specifier, use };
      // A default import of a module without a default export is the module itself.
      if (!("exported" in use) || use.exported === "*" || use.exported === "default") {
        ofAny.push(user);
        continue;
      }
      const known = named.get(use.exported);
      if (known === undefined) named.set(use.exported, [user]);
      else known.push(user);
    }
  }
  const usersOfAny = new Users(ofAny, fileOf);
  // Finding out which file a specifier means costs more than all else, and few names are ever asked for.
  const usersByName = new Map<string, Users>();
  const usersOf = (file: ts.SourceFile, name: string): readonly User[] => {
    let users = usersByName.get(name);
    if (users === undefined) usersByName.set(name, (users = new Users(named.get(name) ?? [], fileOf)));
    return users.of(file);
  };
  return {
    usersOf: (file, name) => [
      // The module is one value, of which every name may be a property.
      ...(name === "export="
        ? [...named.keys()].flatMap((each) => usersOf(file, each))
        : usersOf(file, name)),
      ...usersOfAny.of(file),
    ],
    fileOf,
  };
}

/** The file that a specifier in a file means. */
export function resolutionOf(program: InternalProgram, checker: ts.TypeChecker): Modules["fileOf"] {
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
