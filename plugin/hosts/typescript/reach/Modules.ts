import type ts from "typescript";
import type { DistantProgram } from "./DistantProgram.js";
import { distantImporters, importersAmong, type Importer } from "./Importers.js";
import { withoutRedirect, type InternalSourceFile } from "./InternalSourceFile.js";
import type { Use } from "./outline.js";

export interface User {
  readonly file: InternalSourceFile;
  readonly use: Use;
}

/** How a file is known to those who use it. */
type Target = ts.SourceFile | string;

/** Users by the file that they use. */
class Users {
  readonly #byTarget = new Map<Target, User[]>();

  constructor(users: readonly Importer[], targetOf: (user: Importer) => Target | undefined) {
    for (const user of users) {
      const used = targetOf(user);
      if (used === undefined) continue;
      const known = this.#byTarget.get(used);
      if (known === undefined) this.#byTarget.set(used, [user]);
      else known.push(user);
    }
  }

  of(target: Target): readonly User[] {
    return this.#byTarget.get(target) ?? [];
  }
}

interface InternalProgram extends ts.Program, DistantProgram {
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
  program: InternalProgram,
  checker: ts.TypeChecker,
): Modules | null {
  const { distant } = program;
  const importers =
    distant === undefined
      ? importersAmong(typescript, program.getSourceFiles())
      : distantImporters(typescript, distant.importers);
  if (importers === null) return null;
  const fileOf = resolutionOf(program, checker);
  const targetOf = ({ at, specifier }: Importer): Target | undefined =>
    distant === undefined ? fileOf(at, specifier) : resolvedName(program, at, specifier);
  const usersOfAny = new Users(importers.ofAny, targetOf);
  // Finding out which file a specifier means costs more than all else, and few names are ever asked for.
  const usersByName = new Map<string, Users>();
  const usersOf = (target: Target, name: string): readonly User[] => {
    let users = usersByName.get(name);
    if (users === undefined) usersByName.set(name, (users = new Users(importers.of(name), targetOf)));
    return users.of(target);
  };
  return {
    usersOf: (file, name) => {
      const target = distant === undefined ? file : distant.pathOf(file);
      return [
        // The module is one value, of which every name may be a property.
        ...(name === "export="
          ? importers.names().flatMap((each) => usersOf(target, each))
          : usersOf(target, name)),
        ...usersOfAny.of(target),
      ];
    },
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
    const name = resolvedName(program, file, specifier);
    if (name === undefined) return undefined;
    if (byName.has(name)) return byName.get(name);
    const used = program.getSourceFile(name);
    const target = used && withoutRedirect(used);
    byName.set(name, target);
    return target;
  };
}

function resolvedName(
  program: InternalProgram,
  file: ts.SourceFile,
  specifier: ts.StringLiteralLike,
): string | undefined {
  return program.getResolvedModuleFromModuleSpecifier?.(specifier, file)?.resolvedModule?.resolvedFileName;
}
