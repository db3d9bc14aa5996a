import type ts from "typescript";
import { CannotRun } from "../CannotRun.js";

/**
 * Without the package's types every budget is `any` and nothing would ever be reported: better no result than that one.
 * Null if the file imports no part of the package, or all of it resolves.
 */
export function unresolvedPackageImport(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  file: ts.SourceFile,
): CannotRun | null {
  for (const statement of file.statements) {
    if (!typescript.isImportDeclaration(statement) && !typescript.isExportDeclaration(statement)) continue;
    const specifier = statement.moduleSpecifier;
    if (specifier === undefined || !typescript.isStringLiteral(specifier)) continue;
    if (!/^affine-budget(\/|$)/.test(specifier.text) || checker.getSymbolAtLocation(specifier) !== undefined)
      continue;
    return new CannotRun(
      `${file.fileName} imports "${specifier.text}", which TypeScript cannot resolve, so no budget in it can be recognised.\n` +
        `Install it in the project (npm install affine-budget), and set "moduleResolution" to "nodenext" or "bundler".`,
    );
  }
  return null;
}
