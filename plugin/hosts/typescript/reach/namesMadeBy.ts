import type ts from "typescript";
import { walk } from "../walk.js";

/** What a statement gives a type to: the names that it declares, or the variables and functions that it assigns to. */
export function namesMadeBy(typescript: typeof ts, statement: ts.Statement): readonly string[] {
  if (typescript.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundBy(typescript, name));
  }
  if (typescript.isExportAssignment(statement))
    return [statement.isExportEquals === true ? "export=" : "default"];
  if (isNamedDeclaration(typescript, statement)) {
    const isDefault =
      typescript.canHaveModifiers(statement) &&
      statement.modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.DefaultKeyword) === true;
    const { name } = statement;
    const names = name !== undefined && typescript.isIdentifier(name) ? [name.text] : [];
    return isDefault ? [...names, "default"] : names;
  }
  return assignedIn(typescript, statement);
}

function isNamedDeclaration(
  typescript: typeof ts,
  statement: ts.Statement,
): statement is ts.DeclarationStatement {
  switch (statement.kind) {
    case typescript.SyntaxKind.FunctionDeclaration:
    case typescript.SyntaxKind.ClassDeclaration:
    case typescript.SyntaxKind.InterfaceDeclaration:
    case typescript.SyntaxKind.TypeAliasDeclaration:
    case typescript.SyntaxKind.EnumDeclaration:
    case typescript.SyntaxKind.ModuleDeclaration:
    case typescript.SyntaxKind.ImportEqualsDeclaration:
      return true;
    default:
      return false;
  }
}

/** `f.part = mk()` gives the function `f` a property. */
function assignedIn(typescript: typeof ts, statement: ts.Statement): readonly string[] {
  const names: string[] = [];
  walk(typescript, statement, (node) => {
    if (
      typescript.isBinaryExpression(node) &&
      node.operatorToken.kind >= typescript.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= typescript.SyntaxKind.LastAssignment
    ) {
      walk(typescript, node.left, (target) => {
        if (typescript.isIdentifier(target)) names.push(target.text);
      });
    } else if (typescript.isVariableDeclaration(node)) names.push(...boundBy(typescript, node.name));
  });
  return names;
}

function boundBy(typescript: typeof ts, name: ts.BindingName | undefined): readonly string[] {
  // A hole of an array pattern.
  if (name === undefined) return [];
  if (typescript.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    typescript.isBindingElement(element) ? boundBy(typescript, element.name) : [],
  );
}
