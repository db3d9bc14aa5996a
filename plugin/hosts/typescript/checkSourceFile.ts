import type ts from "typescript";
import type { Finding } from "../../core/findings.js";
import type { CheckOptions } from "../../options/CheckOptions.js";

/**
 * The findings of one source file of a program, in order of position. Pure but for caches keyed by program and file.
 * Throws only on an internal error outside of any function body; an error inside one is a finding of its own.
 */
export function checkSourceFile(
  _typescript: typeof ts,
  _program: ts.Program,
  _checker: ts.TypeChecker,
  _file: ts.SourceFile,
  _options: CheckOptions,
): readonly Finding[] {
  return [];
}
