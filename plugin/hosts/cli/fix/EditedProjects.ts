import type ts from "typescript";
import type { OnFile } from "../check/checkProgram.js";
import { checkProjects } from "../check/checkProjects.js";
import type { CheckResult } from "../check/CheckResult.js";
import { createProjectProgram } from "../project/createProjectProgram.js";
import type { Project } from "../project/readProjects.js";

export type Texts = ReadonlyMap<string, string>;

/** The projects as they would be with other texts in some of their files. Nothing is written. */
export class EditedProjects {
  readonly #typescript: typeof ts;
  readonly #projects: readonly Project[];
  readonly #onFile: OnFile;
  /** Files that are as they were need not be parsed again: by project and text. */
  readonly #parsed = new Map<Project, Map<string, ts.SourceFile>>();

  constructor(typescript: typeof ts, projects: readonly Project[], onFile: OnFile) {
    this.#typescript = typescript;
    this.#projects = projects;
    this.#onFile = onFile;
  }

  check(texts: Texts): EditedCheck {
    const programs: ts.Program[] = [];
    const result = checkProjects(this.#typescript, this.#projects, this.#onFile, (project) => {
      let parsed = this.#parsed.get(project);
      if (parsed === undefined) this.#parsed.set(project, (parsed = new Map<string, ts.SourceFile>()));
      const program = createProjectProgram(this.#typescript, project, { texts, parsed });
      programs.push(program);
      return program;
    });
    return {
      result,
      textOf: (name) =>
        programs.map((program) => program.getSourceFile(name)?.text).find((text) => text !== undefined) ??
        null,
      typeErrors: (name) => programs.flatMap((program) => typeErrorsIn(this.#typescript, program, name)),
    };
  }
}

export interface EditedCheck {
  readonly result: CheckResult;
  /** Null if no project has such a file. */
  textOf(name: string): string | null;
  /** What tsc itself says of a file, without positions. */
  typeErrors(name: string): readonly string[];
}

function typeErrorsIn(typescript: typeof ts, program: ts.Program, name: string): readonly string[] {
  const file = program.getSourceFile(name);
  if (file === undefined) return [];
  return program
    .getSemanticDiagnostics(file)
    .map(({ code, messageText }) => `${code} ${typescript.flattenDiagnosticMessageText(messageText, " ")}`);
}
