import type ts from "typescript";
import { isChecked } from "../../typescript/isChecked.js";

interface InternalProgram extends ts.Program {
  /** A source that stands in for the output of a referenced project: that project's check reports on it. */
  isSourceOfProjectReferenceRedirect?(fileName: string): boolean;
}

/** The user's own source, of which tsc reports type errors as well. */
export function isOwn(typescript: typeof ts, program: InternalProgram, file: ts.SourceFile): boolean {
  return (
    isChecked(typescript, program, file) &&
    !program.isSourceFileFromExternalLibrary(file) &&
    program.isSourceOfProjectReferenceRedirect?.(file.fileName) !== true
  );
}
