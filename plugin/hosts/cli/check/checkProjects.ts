import type ts from "typescript";
import { pluginOptions } from "../project/pluginOptions.js";
import { createProjectProgram } from "../project/createProjectProgram.js";
import type { Project } from "../project/readProjects.js";
import { checkProgram, type OnFile } from "./checkProgram.js";
import type { CheckResult } from "./CheckResult.js";

/** Checks each project as a program of its own, with its own options, and adds up what they yield. */
export function checkProjects(
  typescript: typeof ts,
  projects: readonly Project[],
  onFile: OnFile,
  programOf: (project: Project) => ts.Program = (project) => createProjectProgram(typescript, project),
): CheckResult {
  return together(
    projects.map((project) => {
      const options = pluginOptions(project.configFile, project.parsed.options);
      return checkProgram(typescript, programOf(project), options, onFile);
    }),
  );
}

export function together(results: readonly CheckResult[]): CheckResult {
  return {
    reports: results.flatMap(({ reports }) => reports),
    filesChecked: results.reduce((sum, { filesChecked }) => sum + filesChecked, 0),
    sources: new Map(results.flatMap(({ sources }) => [...sources])),
  };
}
