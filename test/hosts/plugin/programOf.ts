import ts from "typescript";

const libraryFile = "/lib.d.ts";
const library = `interface Array<T> { length: number; [index: number]: T } interface Boolean {} interface Function {}
interface CallableFunction {} interface NewableFunction {} interface IArguments {} interface Number {}
interface Object {} interface RegExp {} interface String {}`;

/** A program of files in memory, over a library of the global types that the compiler cannot do without. */
export function programOf(
  files: Readonly<Record<string, string>>,
  options: ts.CompilerOptions = {},
): ts.Program {
  const texts = new Map([[libraryFile, library], ...Object.entries(files)]);
  const host: ts.CompilerHost = {
    fileExists: (name) => texts.has(name),
    readFile: (name) => texts.get(name),
    getSourceFile(name, version) {
      const text = texts.get(name);
      return text === undefined ? undefined : ts.createSourceFile(name, text, version, true);
    },
    getDefaultLibFileName: () => libraryFile,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => undefined,
  };
  const compilerOptions = { types: [], module: ts.ModuleKind.ESNext, noEmit: true, ...options };
  return ts.createProgram(Object.keys(files), compilerOptions, host);
}
