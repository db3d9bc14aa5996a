import type ts from "typescript";

interface InternalProgram extends ts.Program {
  /** Handed on to the next program where no file's imports have changed, nor what they mean. Since 5.3. */
  readonly resolvedModules?: object;
}

/** What a version of a program is made of. */
export interface Makeup {
  readonly options: ts.CompilerOptions;
  readonly resolvedModules: object;
  /** In the program's order; by number, so that they are not kept alive. */
  readonly files: readonly number[];
}

/** Null where the compiler does not tell. */
export function makeupOf(program: InternalProgram): Makeup | null {
  const { resolvedModules } = program;
  if (resolvedModules === undefined) return null;
  return {
    options: program.getCompilerOptions(),
    resolvedModules,
    files: program.getSourceFiles().map(numberOf),
  };
}

/** All but this file of the second program is as in the first. */
export function differOnlyIn(file: ts.SourceFile, before: Makeup, now: Makeup): boolean {
  const number = numberOf(file);
  return (
    before.options === now.options &&
    before.resolvedModules === now.resolvedModules &&
    before.files.length === now.files.length &&
    now.files.every((each, index) => each === number || each === before.files[index])
  );
}

const numbers = new WeakMap<ts.SourceFile, number>();
let count = 0;

function numberOf(file: ts.SourceFile): number {
  let number = numbers.get(file);
  if (number === undefined) numbers.set(file, (number = ++count));
  return number;
}
