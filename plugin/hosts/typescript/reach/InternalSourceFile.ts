import type ts from "typescript";

/** What the compiler knows about the modules that a file names, without declaring it. */
export interface InternalSourceFile extends ts.SourceFile {
  /** Module specifiers of imports, re-exports, import types, `import()`, and of imports that JSX implies. */
  readonly imports?: readonly ts.StringLiteralLike[];
  readonly externalModuleIndicator?: ts.Node | true;
  readonly commonJsModuleIndicator?: ts.Node | true;
  readonly redirectInfo?: { readonly redirectTarget: ts.SourceFile };
}

/** Its top level is a scope of its own, not the global one. */
export function isModule(file: InternalSourceFile): boolean {
  return file.externalModuleIndicator !== undefined || file.commonJsModuleIndicator !== undefined;
}

/** A second copy of a package at the same version is the first in disguise: its nodes belong to that. */
export function withoutRedirect(file: InternalSourceFile): InternalSourceFile {
  return file.redirectInfo?.redirectTarget ?? file;
}
