import type ts from "typescript";
import type { InternalSourceFile } from "./InternalSourceFile.js";

/** How one file uses another: which of its exports, and what they become here. */
export type Use =
  /** `import { exported as local }`; `"*"`: the module itself. */
  | { readonly kind: "import"; readonly exported: string; readonly local: string }
  /** `export { exported as name } from`. */
  | { readonly kind: "re-export"; readonly exported: string; readonly name: string }
  /** `export * from`. */
  | { readonly kind: "re-export-all" }
  /** `import("...")` as an expression or a type, `require("...")`, `import x = require("...")`. */
  | { readonly kind: "inline"; readonly statement: ts.Statement }
  /** The module that JSX is compiled to calls of. */
  | { readonly kind: "implied" };

/** The names of a file, as its syntax alone tells them. */
export interface Outline {
  readonly uses: readonly { readonly specifier: ts.StringLiteralLike; readonly use: Use }[];
  /** By local name: the other names under which `export { name as other }` exports it. */
  readonly exportedAs: ReadonlyMap<string, readonly string[]>;
  /** `export as namespace`: its exports are global, too. */
  readonly isGlobal: boolean;
  /** `export =`. */
  readonly isOneValue: boolean;
}

const outlines = new WeakMap<ts.SourceFile, Outline>();

export function outlineOf(typescript: typeof ts, file: InternalSourceFile): Outline {
  let outline = outlines.get(file);
  if (outline === undefined) {
    outline = readOutline(typescript, file);
    outlines.set(file, outline);
  }
  return outline;
}

function readOutline(typescript: typeof ts, file: InternalSourceFile): Outline {
  const exportedAs = new Map<string, string[]>();
  let isGlobal = false;
  let isOneValue = false;
  for (const statement of file.statements) {
    if (typescript.isExportDeclaration(statement)) {
      const { moduleSpecifier, exportClause } = statement;
      if (moduleSpecifier !== undefined || exportClause === undefined) continue;
      if (typescript.isNamespaceExport(exportClause)) continue;
      for (const { propertyName, name } of exportClause.elements) {
        if (propertyName === undefined) continue;
        const known = exportedAs.get(propertyName.text);
        if (known === undefined) exportedAs.set(propertyName.text, [name.text]);
        else known.push(name.text);
      }
    } else if (typescript.isNamespaceExportDeclaration(statement)) isGlobal = true;
    else if (typescript.isExportAssignment(statement) && statement.isExportEquals === true) isOneValue = true;
  }
  const uses = (file.imports ?? []).flatMap((specifier) =>
    usesOf(typescript, specifier).map((use) => ({ specifier, use })),
  );
  return { uses, exportedAs, isGlobal, isOneValue };
}

function usesOf(typescript: typeof ts, specifier: ts.StringLiteralLike): readonly Use[] {
  const { parent } = specifier;
  if (typescript.isImportDeclaration(parent)) {
    // No part of the text: the compiler made it up.
    if (parent.pos < 0) return [{ kind: "implied" }];
    return importsOf(typescript, parent.importClause);
  }
  if (typescript.isExportDeclaration(parent)) {
    const { exportClause } = parent;
    if (exportClause === undefined) return [{ kind: "re-export-all" }];
    if (typescript.isNamespaceExport(exportClause))
      return [{ kind: "re-export", exported: "*", name: exportClause.name.text }];
    return exportClause.elements.map(({ propertyName, name }) => ({
      kind: "re-export",
      exported: (propertyName ?? name).text,
      name: name.text,
    }));
  }
  return [{ kind: "inline", statement: topLevelStatement(typescript, specifier) }];
}

function importsOf(typescript: typeof ts, clause: ts.ImportClause | undefined): readonly Use[] {
  if (clause === undefined) return [];
  const uses: Use[] = [];
  const { name, namedBindings } = clause;
  if (name !== undefined) uses.push({ kind: "import", exported: "default", local: name.text });
  if (namedBindings === undefined) return uses;
  if (typescript.isNamespaceImport(namedBindings)) {
    return [...uses, { kind: "import", exported: "*", local: namedBindings.name.text }];
  }
  for (const { propertyName, name: local } of namedBindings.elements)
    uses.push({ kind: "import", exported: (propertyName ?? local).text, local: local.text });
  return uses;
}

export function topLevelStatement(typescript: typeof ts, node: ts.Node): ts.Statement {
  let at = node;
  while (!typescript.isSourceFile(at.parent)) at = at.parent;
  return at as ts.Statement;
}
