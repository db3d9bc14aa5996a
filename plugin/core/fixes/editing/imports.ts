import type ts from "typescript";
import type { FixContext } from "../FixContext.js";
import type { TextEdit } from "../Fix.js";
import { lineBreakOf } from "./statements.js";

const packageName = "affine-budget";

export interface Imported {
  /** The name that the export has in this file. */
  readonly name: string;
  readonly edits: readonly TextEdit[];
}

/** Makes an export of the package known in the file: as it is imported already, or by an import added to the others. */
export function importing(cx: FixContext, name: string, kind: "type" | "value"): Imported {
  const imports = importsOf(cx);
  for (const declaration of imports) {
    for (const element of namedOf(cx, declaration)?.elements ?? []) {
      if (cx.textOf(element.propertyName ?? element.name) !== name) continue;
      if (kind === "value" && (isTypeOnly(declaration) || element.isTypeOnly)) continue;
      return { name: cx.textOf(element.name), edits: [] };
    }
  }
  const { file } = cx;
  const at = (position: number) => ({ file: file.fileName, start: position, end: position });
  const own = imports.filter((declaration) => moduleOf(cx, declaration) === packageName);
  for (const declaration of own) {
    const last = namedOf(cx, declaration)?.elements.at(-1);
    if (last === undefined || (kind === "value" && isTypeOnly(declaration))) continue;
    const modifier = kind === "type" && !isTypeOnly(declaration) ? "type " : "";
    return { name, edits: [{ at: at(last.end), text: `, ${modifier}${name}` }] };
  }
  const lineBreak = lineBreakOf(file.text);
  const statement = `import ${kind === "type" ? "type " : ""}{ ${name} } from "${packageName}";`;
  const after = own.at(-1) ?? allImports(cx).at(-1);
  if (after !== undefined) return { name, edits: [{ at: at(after.end), text: `${lineBreak}${statement}` }] };
  const first = file.statements[0];
  const start = first === undefined ? 0 : cx.syntax.startOf(first);
  return { name, edits: [{ at: at(start), text: `${statement}${lineBreak}` }] };
}

function allImports(cx: FixContext): readonly ts.ImportDeclaration[] {
  return cx.file.statements.filter(
    (statement): statement is ts.ImportDeclaration =>
      statement.kind === cx.syntax.SyntaxKind.ImportDeclaration,
  );
}

function importsOf(cx: FixContext): readonly ts.ImportDeclaration[] {
  return allImports(cx).filter((declaration) => moduleOf(cx, declaration) === packageName);
}

function moduleOf(cx: FixContext, { moduleSpecifier }: ts.ImportDeclaration): string {
  return cx.textOf(moduleSpecifier).slice(1, -1);
}

/** The compiler of TypeScript 5.9 and later calls it `phaseModifier`; both have `isTypeOnly`. */
function isTypeOnly({ importClause }: ts.ImportDeclaration): boolean {
  return importClause?.isTypeOnly === true;
}

function namedOf(cx: FixContext, { importClause }: ts.ImportDeclaration): ts.NamedImports | null {
  const bindings = importClause?.namedBindings;
  return bindings !== undefined && bindings.kind === cx.syntax.SyntaxKind.NamedImports ? bindings : null;
}
