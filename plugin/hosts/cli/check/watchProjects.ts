import { inspect } from "node:util";
import { CannotRun } from "../CannotRun.js";
import type { Projects } from "../compilers/Projects.js";
import type { OutputFormat } from "../output/OutputFormat.js";
import type { Terminal } from "../Terminal.js";
import type { OnFile } from "./checkProgram.js";
import type { CheckResult } from "./CheckResult.js";
import { progressOn } from "./progress.js";

/**
 * Checks at once, and again after every change, until the process is stopped. What would end a single check (a syntax
 * error, a wrong option) is shown, and the next change gets its chance. Never resolves.
 */
export function watchProjects(projects: Projects, format: OutputFormat, terminal: Terminal): Promise<never> {
  return projects.watch({
    onCheck: (check) => {
      checkAndPrint(check, format, terminal);
    },
    onDiagnostic: (text) => {
      terminal.err(`${text}\n`);
    },
  });
}

function checkAndPrint(
  check: (onFile: OnFile) => CheckResult,
  format: OutputFormat,
  terminal: Terminal,
): void {
  const started = performance.now();
  const progress = progressOn(terminal);
  try {
    const result = check(progress.onFile);
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
