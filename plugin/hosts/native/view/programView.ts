import path from "node:path";
import type ts from "typescript";
import type { NativeModules, NativeProject } from "../NativeApi.js";
import type { DistantProgram } from "../../typescript/reach/DistantProgram.js";
import type { FileTexts } from "../texts/FileTexts.js";
import { importersByText } from "./importersByText.js";
import { checkDirective, commentDirectives } from "./commentDirectives.js";
import { checkerView, type CheckerView } from "./checkerView.js";
import { Views } from "./views.js";

export interface ProgramView extends ts.Program, Required<DistantProgram> {
  getTypeChecker(): CheckerView;
  isSourceOfProjectReferenceRedirect(fileName: string): boolean;
  /** Without those of the default library. No tree need be sent for them. */
  readonly fileNames: () => readonly string[];
  /** The tsconfig itself names the file, or includes it. */
  isRoot(fileName: string): boolean;
  /** The part of the default library that declares `Array` is there. */
  readonly hasStandardLibrary: () => boolean;
}

/** A project that the compiler process has open, as a classic program. Files of the default library are left out of its list. */
export function programView(
  modules: NativeModules,
  { program, checker, compilerOptions, rootFiles, parsedCommandLine }: NativeProject,
  configFile: string,
  texts: FileTexts,
  /** The sources of the projects that this one refers to: those are checked on their own. */
  referenced: ReadonlySet<string>,
): ProgramView {
  const K = modules.ast.SyntaxKind;
  const view = checkerView(new Views(modules, checker));
  const defaultLibrary = new Map<ts.SourceFile, boolean>();
  const roots = new Set(rootFiles ?? parsedCommandLine?.fileNames);
  const external = new Map<ts.SourceFile, boolean>();
  const literals: ReadonlySet<ts.SyntaxKind> = new Set([
    ...[K.StringLiteral, K.NoSubstitutionTemplateLiteral, K.TemplateHead, K.TemplateMiddle, K.TemplateTail],
    ...[K.RegularExpressionLiteral, K.JsxText],
  ]);
  const isText = ({ kind }: ts.Node): boolean => literals.has(kind);
  const fileNamed = (name: string): ts.SourceFile | undefined => {
    const file = program.getSourceFile(name);
    return file && extended(file, isText);
  };
  let allNames: readonly string[] | undefined;
  const namesOfAll = (): readonly string[] => (allNames ??= program.getSourceFileNames());
  let names: readonly string[] | undefined;
  const fileNames = (): readonly string[] => (names ??= namesOfAll().filter((name) => !isLibraryName(name)));
  const filesNamed = (of: readonly string[]): readonly ts.SourceFile[] =>
    of.flatMap((name) => fileNamed(name) ?? []);
  let files: readonly ts.SourceFile[] | undefined;
  const filesWhose = (matches: (text: string) => boolean): readonly ts.SourceFile[] =>
    filesNamed(
      fileNames().filter((name) => {
        const text = texts.text(name) ?? fileNamed(name)?.text;
        return text !== undefined && matches(text);
      }),
    );
  /** What the module specifiers of a file mean: the paths of files, each file's all at once. */
  const imports = new Map<ts.SourceFile, Map<ts.Node, string | undefined>>();
  const importsOf = (file: ts.SourceFile): Map<ts.Node, string | undefined> => {
    let known = imports.get(file);
    if (known === undefined) {
      const { imports: specifiers = [] } = file as { imports?: readonly ts.Node[] };
      const symbols = specifiers.length === 0 ? [] : checker.getSymbolAtLocation(specifiers);
      known = new Map(
        specifiers.map((specifier, index) => {
          // An ambient module is declared inside of a file, and is none.
          const handle = symbols[index]?.declarations.find(({ kind }) => kind === K.SourceFile);
          return [specifier, handle?.path];
        }),
      );
      imports.set(file, known);
    }
    return known;
  };

  const given = program.getCompilerOptions?.() ?? compilerOptions;
  const options: ts.CompilerOptions = { ...given, noCheck: false, configFilePath: configFile };
  const members = {
    getTypeChecker: () => view,
    getCompilerOptions: () => options,
    getCurrentDirectory: () => path.dirname(configFile),
    getSourceFile: fileNamed,
    getSourceFiles: () => (files ??= filesNamed(fileNames())),
    fileNames,
    isRoot: (name: string) => roots.has(name),
    hasStandardLibrary: () =>
      namesOfAll().some((name) => isLibraryName(name) && name.endsWith("lib.es5.d.ts")),
    distant: {
      filesWhose,
      importers: importersByText(fileNames, texts, filesNamed),
      pathOf: (file: ts.SourceFile) => (file as ts.SourceFile & { readonly path: string }).path,
    },
    isSourceFileDefaultLibrary: (file: ts.SourceFile) =>
      remembered(defaultLibrary, file, () => program.isSourceFileDefaultLibrary(file)),
    // What the tsconfig names itself is nobody else's.
    isSourceFileFromExternalLibrary: (file: ts.SourceFile) =>
      !roots.has(file.fileName) &&
      remembered(external, file, () => program.isSourceFileFromExternalLibrary(file)),
    isSourceOfProjectReferenceRedirect: (name: string) => referenced.has(name),
    getResolvedModuleFromModuleSpecifier: (specifier: ts.StringLiteralLike, file: ts.SourceFile) => {
      const resolvedFileName = importsOf(file).get(specifier);
      return { resolvedModule: resolvedFileName === undefined ? undefined : { resolvedFileName } };
    },
  };
  return members as unknown as ProgramView;
}

/** They declare no markers, import nothing and are not checked. */
export function isLibraryName(name: string): boolean {
  return /(^|[\\/])lib(\.[\w.]+)?\.d\.ts$/.test(name) && /[\\/]@?typescript[\\/-]|^bundled:/.test(name);
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, find: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = find()));
  return value;
}

/** What the classic compiler also knows of a file and its names. The objects that the API makes are given it in place. */
function extended(file: ts.SourceFile, isText: (node: ts.Node) => boolean): ts.SourceFile {
  const ofNodes = Object.getPrototypeOf(file.endOfFileToken) as object;
  if (!("escapedText" in ofNodes)) {
    Object.defineProperty(ofNodes, "escapedText", {
      get(this: ts.Identifier) {
        return this.text.startsWith("__") ? `_${this.text}` : this.text;
      },
    });
  }
  if (!("commentDirectives" in file)) {
    Object.defineProperties(file, {
      commentDirectives: { get: () => commentDirectives(file, isText) },
      checkJsDirective: { get: () => checkDirective(file) },
    });
  }
  return file;
}
