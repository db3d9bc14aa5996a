import type ts from "typescript";
import type { OnFile } from "../check/checkProgram.js";
import { checkProjects } from "../check/checkProjects.js";
import { createProjectProgram } from "../project/createProjectProgram.js";
import type { Project } from "../project/readProjects.js";
import type { EditedCheck, EditedProjects, Texts } from "./Projects.js";

/** Files that are as they were are not parsed again. */
export class ClassicEditedProjects implements EditedProjects {
  readonly #typescript: typeof ts;
  readonly #projects: readonly Project[];
  readonly #onFile: OnFile;
  /** By project and text. */
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
      typeErrors: (name) => programs.flatMap((program) => typeErrorsIn(this.#typescript, program, name)),
    };
  }
}

function typeErrorsIn(typescript: typeof ts, program: ts.Program, name: string): readonly string[] {
  const file = program.getSourceFile(name);
  if (file === undefined) return [];
  return program
    .getSemanticDiagnostics(file)
    .map(({ code, messageText }) => `${code} ${typescript.flattenDiagnosticMessageText(messageText, " ")}`);
}
