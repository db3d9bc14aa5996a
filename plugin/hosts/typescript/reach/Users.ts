import type ts from "typescript";
import { withoutRedirect, type InternalSourceFile } from "./InternalSourceFile.js";
import { outlineOf, type Use } from "./outline.js";

export interface User {
  readonly file: InternalSourceFile;
  readonly use: Use;
}

/** Who uses the exports of one file. */
export class Users {
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

/** By file: who uses it. Null where the compiler does not tell. */
export function usersOf(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
): ReadonlyMap<ts.SourceFile, Users> | null {
  const users = new Map<ts.SourceFile, Users>();
  for (const file of program.getSourceFiles() as readonly InternalSourceFile[]) {
    if (file.imports === undefined) return null;
    for (const { specifier, use } of outlineOf(typescript, withoutRedirect(file)).uses) {
      const used = fileOf(program, checker, file, specifier);
      if (used === undefined) continue;
      let known = users.get(used);
      if (known === undefined) users.set(used, (known = new Users()));
      known.add({ file: withoutRedirect(file), use });
    }
  }
  return users;
}

/** Ambient modules are left out: they are declared in scripts, which when reached make everything so. */
function fileOf(
  program: InternalProgram,
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  specifier: ts.StringLiteralLike,
): ts.SourceFile | undefined {
  if (program.getResolvedModuleFromModuleSpecifier === undefined)
    return checker.getSymbolAtLocation(specifier)?.declarations?.[0]?.getSourceFile();
  const resolved = program.getResolvedModuleFromModuleSpecifier(specifier, file)?.resolvedModule;
  const used = resolved === undefined ? undefined : program.getSourceFile(resolved.resolvedFileName);
  return used && withoutRedirect(used);
}
