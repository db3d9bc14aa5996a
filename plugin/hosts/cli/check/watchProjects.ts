import { inspect } from "node:util";
import type ts from "typescript";
import { CannotRun } from "../CannotRun.js";
import type { OutputFormat } from "../output/OutputFormat.js";
import { formatTscDiagnostics } from "../project/formatTscDiagnostics.js";
import { optionOverrides } from "../project/optionOverrides.js";
import { pluginOptions } from "../project/pluginOptions.js";
import type { Project } from "../project/readProjects.js";
import type { Terminal } from "../Terminal.js";
import { checkProgram } from "./checkProgram.js";
import { progressOn } from "./progress.js";

/**
 * Checks at once, and again after every change, until the process is stopped. What would end a single check (a syntax
 * error, a wrong option) is shown, and the next change gets its chance. Never resolves.
 */
export function watchProjects(
  typescript: typeof ts,
  projects: readonly Project[],
  format: OutputFormat,
  terminal: Terminal,
): Promise<never> {
  for (const { configFile } of projects) watchProject(typescript, configFile, format, terminal);
  return new Promise(() => undefined);
}

function watchProject(
  typescript: typeof ts,
  configFile: string,
  format: OutputFormat,
  terminal: Terminal,
): void {
  const host = typescript.createWatchCompilerHost(
    configFile,
    optionOverrides,
    typescript.sys,
    typescript.createAbstractBuilder,
    (diagnostic) => {
      terminal.err(`${formatTscDiagnostics(typescript, [diagnostic])}\n`);
    },
    // tsc's "Found 0 errors" would speak of type errors, which are not looked for.
    () => undefined,
  );
  host.useSourceOfProjectReferenceRedirect = () => true;
  host.afterProgramCreate = (builder) => {
    checkAndPrint(typescript, configFile, builder.getProgram(), format, terminal);
  };
  typescript.createWatchProgram(host);
}

function checkAndPrint(
  typescript: typeof ts,
  configFile: string,
  program: ts.Program,
  format: OutputFormat,
  terminal: Terminal,
): void {
  const started = performance.now();
  const progress = progressOn(terminal);
  try {
    const options = pluginOptions(configFile, program.getCompilerOptions());
    const result = checkProgram(typescript, program, options, progress.onFile);
    progress.clear();
    terminal.out(format(result, (performance.now() - started) / 1000, terminal));
  } catch (error) {
    progress.clear();
    // An internal error must not end the watch either: the next version of the file may not raise it.
    const text =
      error instanceof CannotRun ? error.message : `internal error, please report this\n${inspect(error)}`;
    terminal.err(`affine-budget: ${text}\n`);
  }
  terminal.err(`[${new Date().toLocaleTimeString("en-GB")}] watching for changes\n`);
}
