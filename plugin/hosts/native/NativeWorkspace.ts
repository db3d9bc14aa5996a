import path from "node:path";
import type ts from "typescript";
import type { FileChanges, NativeDiagnostic, NativeModules, NativeProject } from "./NativeApi.js";
import { NativeCompiler, type CompilerOptions } from "./NativeCompiler.js";
import { projectsOf } from "./projectsOf.js";
import { readTsconfig } from "./readTsconfig.js";
import { FileTexts } from "./texts/FileTexts.js";
import { programView, type ProgramView } from "./view/programView.js";
import { typescriptView } from "./view/typescriptView.js";

/** One project of a workspace, with its compiler as the checker sees it. */
export interface OpenProject {
  readonly configFile: string;
  readonly plugins: unknown;
  readonly native: NativeProject;
  readonly program: ProgramView;
  readonly texts: FileTexts;
}

/** The projects of a tsconfig: itself, or if it has no files of its own, those that it refers to. */
export class NativeWorkspace {
  readonly typescript: typeof ts;
  readonly modules: NativeModules;
  readonly #compiler: NativeCompiler;
  readonly #configFiles: readonly string[];
  readonly #texts: FileTexts;
  #projects: readonly OpenProject[] | null = null;

  constructor(modules: NativeModules, configFile: string, options: CompilerOptions) {
    this.modules = modules;
    this.typescript = typescriptView(modules);
    this.#texts = new FileTexts(options.readFile);
    this.#compiler = new NativeCompiler(modules, options);
    this.#configFiles = projectsOf(this.#compiler, configFile);
    this.#compiler.refresh(this.#configFiles);
  }

  /** As the compiler sees them now. */
  projects(): readonly OpenProject[] {
    return (this.#projects ??= this.#configFiles.map((configFile) => {
      const native = this.#compiler.project(configFile);
      if (native === undefined) throw new Error(`TypeScript cannot open the project ${configFile}`);
      const { plugins, references } = readTsconfig(configFile);
      const referenced = new Set(references.flatMap((each) => this.#sourcesOf(each)));
      const program = programView(this.modules, native, configFile, this.#texts, referenced);
      return { configFile, plugins, native, program, texts: this.#texts };
    }));
  }

  /** What earlier projects handed out is then gone. */
  refresh(changes: FileChanges): void {
    this.#projects = null;
    this.#texts.forget(changes);
    this.#compiler.refresh(this.#configFiles, changes);
  }

  close(): void {
    this.#compiler.close();
  }

  #sourcesOf(configFile: string, seen = new Set<string>()): readonly string[] {
    if (seen.has(configFile)) return [];
    seen.add(configFile);
    const further = readTsconfig(configFile).references.flatMap((each) => this.#sourcesOf(each, seen));
    return [...this.#compiler.fileNames(configFile), ...further];
  }
}

/** What keeps a check from meaning anything, as tsc says it: faults of the configuration and of the syntax, no library. */
export function brokenBy(
  { native, program: view }: OpenProject,
  modules: NativeModules,
  directory: string,
): readonly string[] {
  const { program, checker } = native;
  const { DiagnosticCategory, SymbolFlags } = modules.api;
  const errors = [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getProgramDiagnostics(),
    ...program.getSyntacticDiagnostics(),
  ].filter(({ category }) => category === DiagnosticCategory.Error);
  const described = errors.map((error) => describe(error, native, directory));
  // To ask makes a checker, which nobody needs where nothing is owned.
  return view.hasStandardLibrary() || checker.resolveName("Array", SymbolFlags.Interface) !== undefined
    ? described
    : [...described, "error TS2318: Cannot find global type 'Array'."];
}

function describe(
  { fileName, pos, code, text, messageChain = [] }: NativeDiagnostic,
  { program }: NativeProject,
  directory: string,
): string {
  const chain = messageChain.map((each) => `\n  ${each.text}`).join("");
  const error = `error TS${String(code)}: ${text}${chain}`;
  const file = fileName === undefined ? undefined : program.getSourceFile(fileName);
  if (fileName === undefined || file === undefined) return error;
  const { line, character } = file.getLineAndCharacterOfPosition(pos);
  return `${path.relative(directory, fileName)}(${String(line + 1)},${String(character + 1)}): ${error}`;
}
