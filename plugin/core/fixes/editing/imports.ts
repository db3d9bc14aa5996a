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
      if (kind === "value" && (isTypeOnly(cx, declaration) || isTypeOnly(cx, element))) continue;
      return { name: cx.textOf(element.name), edits: [] };
    }
  }
  const { file } = cx;
  const at = (position: number) => ({ file: file.fileName, start: position, end: position });
  const own = imports.filter((declaration) => moduleOf(cx, declaration) === packageName);
  for (const declaration of own) {
    const last = namedOf(cx, declaration)?.elements.at(-1);
    if (last === undefined || (kind === "value" && isTypeOnly(cx, declaration))) continue;
    const modifier = kind === "type" && !isTypeOnly(cx, declaration) ? "type " : "";
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

/** By its text: compilers disagree on what the modifier's property is called. */
function isTypeOnly(cx: FixContext, declaration: ts.ImportDeclaration | ts.ImportSpecifier): boolean {
  return /^(?:import\s+)?type\s+\S/.test(cx.textOf(declaration));
}

function namedOf(cx: FixContext, { importClause }: ts.ImportDeclaration): ts.NamedImports | null {
  const bindings = importClause?.namedBindings;
  return bindings !== undefined && bindings.kind === cx.syntax.SyntaxKind.NamedImports ? bindings : null;
}
