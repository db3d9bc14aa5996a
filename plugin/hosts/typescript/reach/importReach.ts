import type ts from "typescript";
import { isModule, type InternalSourceFile } from "./InternalSourceFile.js";

/**
 * The files from which, over imports, a marker's declaration is reachable; null for all. A type can come without an
 * import of ours (`sink(mk())`), but not without any import that leads here, unless through the global scope, which
 * counts as imported by everybody.
 */
export function importReach(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
  markers: readonly ts.SourceFile[],
): ReadonlySet<ts.SourceFile> | null {
  const importers = new Map<ts.SourceFile, ts.SourceFile[]>();
  const addImport = (imported: ts.SourceFile, importer: ts.SourceFile): void => {
    const known = importers.get(imported);
    if (known === undefined) importers.set(imported, [importer]);
    else known.push(importer);
  };
  for (const file of program.getSourceFiles() as readonly InternalSourceFile[]) {
    for (const specifier of file.imports ?? []) {
      for (const imported of filesOf(checker, specifier)) addImport(imported, file);
    }
    for (const name of file.moduleAugmentations ?? []) {
      if (!typescript.isStringLiteral(name)) continue;
      for (const augmented of filesOf(checker, name)) if (augmented !== file) addImport(file, augmented);
    }
  }
  const reached = new Set<ts.SourceFile>();
  const pending = [...markers];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    if (contributesGlobals(typescript, file)) return null;
    pending.push(...(importers.get(file) ?? []));
  }
  return reached;
}

function contributesGlobals(typescript: typeof ts, file: InternalSourceFile): boolean {
  if (!isModule(file)) return true;
  return file.moduleAugmentations?.some((name) => !typescript.isStringLiteral(name)) === true;
}

function filesOf(checker: ts.TypeChecker, specifier: ts.Node): readonly ts.SourceFile[] {
  const module = checker.getSymbolAtLocation(specifier);
  return module?.declarations?.map((declaration) => declaration.getSourceFile()) ?? [];
}
