import type ts from "typescript";

interface InternalSourceFile extends ts.SourceFile {
  /** What `@ts-check` (true) or `@ts-nocheck` (false) says, in TypeScript files too. */
  readonly checkJsDirective?: { readonly enabled: boolean };
}

/**
 * Whether tsc itself reports type errors of this file: no declarations, no JSON, JavaScript only under `checkJs`, and
 * nothing that `noCheck` or `@ts-nocheck` switches off.
 */
export function isChecked(typescript: typeof ts, program: ts.Program, file: ts.SourceFile): boolean {
  const options = program.getCompilerOptions();
  const { checkJsDirective }: InternalSourceFile = file;
  if (options.noCheck === true || checkJsDirective?.enabled === false) return false;
  if (file.isDeclarationFile || (file.flags & typescript.NodeFlags.JsonFile) !== 0) return false;
  const isJavaScript = (file.flags & typescript.NodeFlags.JavaScriptFile) !== 0;
  return !isJavaScript || checkJsDirective?.enabled === true || options.checkJs === true;
}
