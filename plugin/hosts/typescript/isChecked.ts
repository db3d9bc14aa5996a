import type ts from "typescript";

interface InternalSourceFile extends ts.SourceFile {
  readonly checkJsDirective?: { readonly enabled: boolean };
}

/** Whether tsc itself reports type errors of this kind of file: no declarations, no JSON, JavaScript only under `checkJs`. */
export function isChecked(typescript: typeof ts, program: ts.Program, file: ts.SourceFile): boolean {
  if (file.isDeclarationFile || (file.flags & typescript.NodeFlags.JsonFile) !== 0) return false;
  if ((file.flags & typescript.NodeFlags.JavaScriptFile) === 0) return true;
  const { checkJsDirective }: InternalSourceFile = file;
  return checkJsDirective?.enabled ?? program.getCompilerOptions().checkJs === true;
}
