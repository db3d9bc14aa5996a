import type ts from "typescript";

interface InternalProgram extends ts.Program {
  /** Handed on to the next program where no file's imports have changed, nor what they mean. Since 5.3. */
  readonly resolvedModules?: object;
}

/** All that a program is made of but for one file of it. */
export interface Surroundings {
  readonly options: ts.CompilerOptions;
  readonly resolvedModules: object;
  /** In the program's order; by number, so that they are not kept alive. */
  readonly files: readonly number[];
}

/** Null where the compiler does not tell. */
export function surroundingsOf(program: InternalProgram, file: ts.SourceFile): Surroundings | null {
  const { resolvedModules } = program;
  if (resolvedModules === undefined) return null;
  return {
    options: program.getCompilerOptions(),
    resolvedModules,
    files: program.getSourceFiles().map((other) => (other === file ? 0 : numberOf(other))),
  };
}

export function areSame(one: Surroundings, other: Surroundings): boolean {
  return (
    one.options === other.options &&
    one.resolvedModules === other.resolvedModules &&
    one.files.length === other.files.length &&
    one.files.every((file, index) => file === other.files[index])
  );
}

const numbers = new WeakMap<ts.SourceFile, number>();
let count = 0;

function numberOf(file: ts.SourceFile): number {
  let number = numbers.get(file);
  if (number === undefined) numbers.set(file, (number = ++count));
  return number;
}
