import type ts from "typescript";
import { checkProgram, type OnFile } from "../check/checkProgram.js";
import { checkProjects } from "../check/checkProjects.js";
import type { CheckResult } from "../check/CheckResult.js";
import { createProjectProgram } from "../project/createProjectProgram.js";
import { formatTscDiagnostics } from "../project/formatTscDiagnostics.js";
import { optionOverrides } from "../project/optionOverrides.js";
import { pluginOptions } from "../project/pluginOptions.js";
import { readProjects, type Project } from "../project/readProjects.js";
import { ClassicEditedProjects } from "./ClassicEditedProjects.js";
import { imagines } from "./imagines.js";
import type { EditedProjects, FoundFile, Projects, ProjectSetup, WatchRound } from "./Projects.js";

/** TypeScript 5 and 6, in this process. */
export class ClassicProjects implements Projects {
  readonly notices: readonly string[] = [];
  readonly #typescript: typeof ts;
  readonly #projects: readonly Project[];

  constructor(typescript: typeof ts, configFile: string) {
    this.#typescript = typescript;
    this.#projects = readProjects(typescript, configFile);
  }

  check(onFile: OnFile): CheckResult {
    return checkProjects(this.#typescript, this.#projects, onFile);
  }

  edited(onFile: OnFile): EditedProjects {
    return new ClassicEditedProjects(this.#typescript, this.#projects, onFile);
  }

  watch(round: WatchRound): Promise<never> {
    for (const { configFile } of this.#projects) this.#watch(configFile, round);
    return new Promise(() => undefined);
  }

  find(fileName: string): FoundFile | undefined {
    for (const project of this.#projects) {
      const program = createProjectProgram(this.#typescript, project);
      const file = program.getSourceFile(fileName);
      if (file === undefined) continue;
      const options = pluginOptions(project.configFile, project.parsed.options);
      return { typescript: this.#typescript, program, file, options };
    }
    return undefined;
  }

  setups(): readonly ProjectSetup[] {
    return this.#projects.map(({ configFile, parsed }) => ({
      configFile,
      plugins: parsed.options["plugins"],
      rootDir: parsed.options.rootDir,
      include: (parsed.raw as { readonly include?: unknown } | undefined)?.include,
      fileNames: parsed.fileNames,
      includes: (fileName) => imagines(this.#typescript, configFile, fileName),
    }));
  }

  close(): void {
    // All of it is in this process.
  }

  #watch(configFile: string, { onCheck, onDiagnostic }: WatchRound): void {
    const typescript = this.#typescript;
    const host = typescript.createWatchCompilerHost(
      configFile,
      optionOverrides,
      typescript.sys,
      typescript.createAbstractBuilder,
      (diagnostic) => {
        onDiagnostic(formatTscDiagnostics(typescript, [diagnostic]));
      },
      // tsc's "Found 0 errors" would speak of type errors, which are not looked for.
      () => undefined,
    );
    host.useSourceOfProjectReferenceRedirect = () => true;
    host.afterProgramCreate = (builder) => {
      const program = builder.getProgram();
      onCheck((onFile) => {
        const options = pluginOptions(configFile, program.getCompilerOptions());
        return checkProgram(typescript, program, options, onFile);
      });
    };
    typescript.createWatchProgram(host);
  }
}
