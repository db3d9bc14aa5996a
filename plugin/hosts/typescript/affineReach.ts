import type ts from "typescript";

/**
 * The files that an affine type can reach: those from which, over imports, the declaration of the marker is reachable.
 * In all others no value can be owned, so they are never looked at. A type can come without an import of ours
 * (`sink(mk())`), but not without any import that leads here, unless through the global scope, which counts as
 * imported by everybody.
 */
export interface AffineReach {
  reaches(file: ts.SourceFile): boolean;
}

interface InternalSourceFile extends ts.SourceFile {
  /** Module specifiers of imports, re-exports, import types and `import()`. */
  readonly imports?: readonly ts.StringLiteralLike[];
  /** Names of `declare module "..."` and `declare global`. */
  readonly moduleAugmentations?: readonly (ts.StringLiteral | ts.Identifier)[];
  readonly externalModuleIndicator?: ts.Node;
}

const everywhere: AffineReach = { reaches: () => true };

const known = new WeakMap<ts.Program, AffineReach>();

export function affineReach(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
): AffineReach {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const reach = findReach(typescript, program, checker);
  known.set(program, reach);
  return reach;
}

function findReach(typescript: typeof ts, program: ts.Program, checker: ts.TypeChecker): AffineReach {
  const importers = new Map<ts.SourceFile, ts.SourceFile[]>();
  const addImport = (imported: ts.SourceFile, importer: ts.SourceFile): void => {
    const known = importers.get(imported);
    if (known === undefined) importers.set(imported, [importer]);
    else known.push(importer);
  };
  const reached = new Set<ts.SourceFile>();
  const pending: ts.SourceFile[] = [];

  for (const file of program.getSourceFiles() as readonly InternalSourceFile[]) {
    if (file.imports === undefined) return everywhere;
    if (!program.isSourceFileDefaultLibrary(file) && declaresMarker(file)) pending.push(file);
    for (const specifier of file.imports) {
      for (const imported of filesOf(checker, specifier)) addImport(imported, file);
    }
    for (const name of file.moduleAugmentations ?? []) {
      if (!typescript.isStringLiteral(name)) continue;
      for (const augmented of filesOf(checker, name)) if (augmented !== file) addImport(file, augmented);
    }
  }
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    if (contributesGlobals(typescript, file)) return everywhere;
    pending.push(...(importers.get(file) ?? []));
  }
  return { reaches: (file) => reached.has(file) };
}

const marked = new WeakMap<ts.SourceFile, boolean>();

/** The marker is a unique symbol named `affine`, in our declarations or in a user's copy of them. */
export function declaresMarker(file: ts.SourceFile): boolean {
  let declares = marked.get(file);
  if (declares === undefined) {
    declares = file.text.includes("unique symbol") && /\baffine\s*:\s*unique\s+symbol\b/.test(file.text);
    marked.set(file, declares);
  }
  return declares;
}

/** Where the runtime, or its declarations, have the mint. */
export function declaresMint(file: ts.SourceFile): boolean {
  return /\bclass BudgetMint\b/.test(file.text) && file.text.includes("takeAuthority");
}

function contributesGlobals(typescript: typeof ts, file: InternalSourceFile): boolean {
  if (file.externalModuleIndicator === undefined) return true;
  return file.moduleAugmentations?.some((name) => !typescript.isStringLiteral(name)) === true;
}

function filesOf(checker: ts.TypeChecker, specifier: ts.Node): readonly ts.SourceFile[] {
  const module = checker.getSymbolAtLocation(specifier);
  return module?.declarations?.map((declaration) => declaration.getSourceFile()) ?? [];
}
