import type ts from "typescript";
import { isModule, withoutRedirect, type InternalSourceFile } from "./InternalSourceFile.js";
import { mentionsIn } from "./mentions.js";
import { namesMadeBy } from "./namesMadeBy.js";
import { outlineOf } from "./outline.js";
import { modulesOf, type Modules, type User } from "./Modules.js";

export interface NameReach {
  readonly statements: ReadonlySet<ts.Statement>;
  /** The files of these statements. */
  readonly files: ReadonlySet<ts.SourceFile>;
  /** The names that were looked for in each file, whether or not it has them. */
  readonly names: ReadonlyMap<ts.SourceFile, ReadonlySet<string>>;
}

/**
 * The top-level statements that an affine type can reach. A type is made of what is written in a statement and of the
 * types of what is named in it; so it has a part of a marker's file only if a chain of names leads there:
 *
 *     export class Shop { #budget: Budget; }       // reached: it names `Budget`
 *     export interface Item { price: number }      // not reached
 *     import { type Item } from "./index.js";      // leads nowhere, whatever else the barrel exports
 *     export const open = () => new Shop();        // reached, without an import of ours
 *
 * A name is its text, whatever it means where it stands, and bodies count as much as annotations. Where a type gets
 * into a statement by other ways than a name, they are followed as well, or more is taken to be reached:
 *
 * - globals, from a script, `declare global` or `export as namespace`: everywhere;
 * - augmentations (`declare module "./m.js"`): the names that they add to, in the module and in what it re-exports whole;
 * - JavaScript, whose exports and JSDoc are not declarations: the whole file, and each of its exports;
 * - `import()`, `require` and import types: the statement around them, whichever export it is that is reached;
 * - JSX, whose types come from a namespace that it does not name: all of it in a file with some reached name;
 * - variables that get their type from assignments, and properties assigned to functions: the names assigned to.
 */
export function nameReach(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
  markers: readonly ts.SourceFile[],
): NameReach | "everywhere" {
  const modules = modulesOf(typescript, program, checker);
  return modules === null ? "everywhere" : new Search(typescript, modules).run(markers);
}

class Search {
  readonly #typescript: typeof ts;
  readonly #modules: Modules;
  readonly #statements = new Set<ts.Statement>();
  readonly #files = new Set<ts.SourceFile>();
  readonly #whole = new Set<ts.SourceFile>();
  /** Names of a file by which something reached goes in it, imported ones included. */
  readonly #names = new NamesOfFiles();
  readonly #exports = new NamesOfFiles();
  readonly #augmented = new NamesOfFiles();
  #everywhere = false;

  constructor(typescript: typeof ts, modules: Modules) {
    this.#typescript = typescript;
    this.#modules = modules;
  }

  run(markers: readonly ts.SourceFile[]): NameReach | "everywhere" {
    for (const file of markers) this.#reachAll(withoutRedirect(file));
    while (!this.#everywhere) {
      const named = this.#names.next();
      if (named !== undefined) {
        this.#followName(named.file, named.name);
        continue;
      }
      const exported = this.#exports.next();
      if (exported !== undefined) {
        for (const user of this.#modules.usersOf(exported.file, exported.name))
          this.#followUse(user, exported.name);
        continue;
      }
      const augmented = this.#augmented.next();
      if (augmented === undefined)
        return { statements: this.#statements, files: this.#files, names: this.#names.known };
      this.#followAugmentation(augmented.file, augmented.name);
    }
    return "everywhere";
  }

  #followName(file: InternalSourceFile, name: string): void {
    const mentions = mentionsIn(this.#typescript, file);
    for (const statement of mentions.of(name)) this.#reach(statement, file);
    for (const statement of mentions.withJsx) this.#reach(statement, file);
    this.#exports.add(file, name);
    for (const other of outlineOf(this.#typescript, file).exportedAs.get(name) ?? [])
      this.#exports.add(file, other);
  }

  #followUse({ file, use }: User, exported: string): void {
    // Whatever a script imports, it does so in an ambient module, which everybody sees.
    if (!isModule(file)) this.#everywhere = true;
    if (isJavaScript(this.#typescript, file)) this.#reachAll(file);
    switch (use.kind) {
      case "import":
        this.#names.add(file, use.local);
        break;
      case "re-export":
        this.#exports.add(file, use.name);
        break;
      case "re-export-all":
        this.#exports.add(file, exported);
        break;
      case "inline":
        this.#reach(use.statement, file);
        break;
      case "implied":
        for (const statement of mentionsIn(this.#typescript, file).withJsx) this.#reach(statement, file);
        break;
    }
  }

  /** What a module adds to another one's export lands where that is declared. */
  #followAugmentation(file: InternalSourceFile, name: string): void {
    this.#names.add(file, name);
    this.#exports.add(file, name);
    for (const { specifier, use } of outlineOf(this.#typescript, file).uses) {
      if (use.kind !== "re-export-all") continue;
      const source = this.#modules.fileOf(file, specifier);
      if (source !== undefined) this.#augmented.add(source, name);
    }
  }

  #reach(statement: ts.Statement, file: InternalSourceFile): void {
    if (this.#statements.has(statement)) return;
    this.#statements.add(statement);
    this.#files.add(file);
    this.#widen(statement, file);
    if (isJavaScript(this.#typescript, file)) this.#reachAll(file);
    for (const name of namesMadeBy(this.#typescript, statement)) {
      this.#names.add(file, name);
      this.#exports.add(file, name);
    }
    const mentions = mentionsIn(this.#typescript, file);
    for (const name of mentions.evolving)
      if (mentions.of(name).includes(statement)) this.#names.add(file, name);
  }

  #widen(statement: ts.Statement, file: InternalSourceFile): void {
    const typescript = this.#typescript;
    if (!isModule(file) || outlineOf(typescript, file).isGlobal) this.#everywhere = true;
    if (!typescript.isModuleDeclaration(statement)) return;
    // `declare global`; not by its flag, which not every compiler has.
    if (typescript.isIdentifier(statement.name) && statement.name.text === "global") this.#everywhere = true;
    if (!typescript.isStringLiteral(statement.name)) return;
    const augmented = this.#modules.fileOf(file, statement.name);
    const { body } = statement;
    // An `export =` is augmented wherever its value is declared.
    if (augmented === undefined || body === undefined || outlineOf(typescript, augmented).isOneValue) {
      this.#everywhere = true;
      return;
    }
    if (!typescript.isModuleBlock(body)) return;
    for (const member of body.statements)
      for (const name of namesMadeBy(typescript, member)) this.#augmented.add(augmented, name);
  }

  #reachAll(file: InternalSourceFile): void {
    if (this.#whole.has(file)) return;
    this.#whole.add(file);
    this.#files.add(file);
    // What a JavaScript file assigns to `module.exports` may have any property.
    if (isJavaScript(this.#typescript, file)) this.#exports.add(file, "export=");
    for (const statement of file.statements) this.#reach(statement, file);
  }
}

function isJavaScript(typescript: typeof ts, file: ts.SourceFile): boolean {
  return (file.flags & typescript.NodeFlags.JavaScriptFile) !== 0;
}

/** Names that have been found, file by file, each of which is to be followed once. */
class NamesOfFiles {
  readonly #known = new Map<InternalSourceFile, Set<string>>();
  readonly #pending: { readonly file: InternalSourceFile; readonly name: string }[] = [];

  add(file: InternalSourceFile, name: string): void {
    let names = this.#known.get(file);
    if (names === undefined) this.#known.set(file, (names = new Set()));
    if (names.has(name)) return;
    names.add(name);
    this.#pending.push({ file, name });
  }

  get known(): ReadonlyMap<ts.SourceFile, ReadonlySet<string>> {
    return this.#known;
  }

  next(): { readonly file: InternalSourceFile; readonly name: string } | undefined {
    return this.#pending.pop();
  }
}
