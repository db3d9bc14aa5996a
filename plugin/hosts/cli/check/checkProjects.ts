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
): CheckResult {
  return together(
    projects.map(({ configFile, parsed }) => {
      const options = pluginOptions(configFile, parsed.options);
      const program = createProjectProgram(typescript, { configFile, parsed });
      return checkProgram(typescript, program, options, onFile);
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
