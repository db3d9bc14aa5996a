import type ts from "typescript";

/**
 * Compiler options that hold for every check: nothing is written, and a project whose only fault is where it would write
 * can be checked (before 5.6 `noEmit` excludes `emitDeclarationOnly`); and whoever asks for a check gets one, although the
 * build saves it.
 */
export const optionOverrides: ts.CompilerOptions = {
  noEmit: true,
  emitDeclarationOnly: false,
  noCheck: false,
};
