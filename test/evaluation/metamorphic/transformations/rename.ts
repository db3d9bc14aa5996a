import ts from "typescript";
import { descendants } from "../nodes.js";
import type { Edit, Site, Source, Transformation } from "../Transformation.js";

/** Other names for variables, parameters and functions: places are symbols, never names (P1). */
export const rename: Transformation = { name: "alpha-renaming", law: "same rules", sites };

function sites({ file, checker }: Source): readonly Site[] {
  const edits = new Map<ts.Symbol, Edit[]>();
  const fixed = new Set<ts.Symbol>();
  for (const node of descendants(file)) {
    if (!ts.isIdentifier(node)) continue;
    const { parent } = node;
    const isShorthand = ts.isShorthandPropertyAssignment(parent) && parent.name === node;
    const symbol = isShorthand
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(node);
    if (symbol === undefined) continue;
    if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent)) fixed.add(symbol);
    const bindsShorthand =
      ts.isBindingElement(parent) &&
      parent.name === node &&
      parent.propertyName === undefined &&
      ts.isObjectBindingPattern(parent.parent) &&
      parent.dotDotDotToken === undefined;
    const name = `renamed${String(edits.size)}`;
    const list = edits.get(symbol) ?? [];
    const chosen = list[0]?.text.split(" ").at(-1) ?? name;
    const text = isShorthand || bindsShorthand ? `${node.text}: ${chosen}` : chosen;
    edits.set(symbol, [...list, { start: node.getStart(), end: node.end, text }]);
  }
  return [...edits].flatMap(([symbol, all]): readonly Site[] =>
    isOwnName(file, symbol) && !fixed.has(symbol) ? [{ edits: all, what: `rename ${symbol.name}` }] : [],
  );
}

/** Declared here, and known nowhere else. */
function isOwnName(file: ts.SourceFile, symbol: ts.Symbol): boolean {
  const { declarations = [] } = symbol;
  return (
    declarations.length > 0 &&
    declarations.every((it) => {
      if (it.getSourceFile() !== file) return false;
      if (ts.getCombinedModifierFlags(it) & (ts.ModifierFlags.Export | ts.ModifierFlags.Ambient))
        return false;
      if (ts.isParameter(it))
        return (
          ts.isIdentifier(it.name) &&
          it.name.text !== "this" &&
          !ts.isParameterPropertyDeclaration(it, it.parent)
        );
      return ts.isVariableDeclaration(it) || ts.isBindingElement(it) || ts.isFunctionDeclaration(it);
    })
  );
}
