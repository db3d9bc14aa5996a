import type ts from "typescript";
import { armChecker } from "./armChecker.js";
import type { FileReports } from "./FileReports.js";

/** Global, so that two copies of the plugin (an editor's and a patched compiler's) know each other's programs. */
const armed = Symbol.for("affine-budget.program");

interface InternalProgram extends ts.Program {
  /** Asked by builder programs (incremental, composite, watch, build mode) instead of `getSemanticDiagnostics`. */
  getBindAndCheckDiagnostics?: ts.Program["getSemanticDiagnostics"];
  [armed]?: true;
}

/**
 * Makes a program's semantic diagnostics contain our reports, whoever asks for them and however they are cached.
 * In place: build mode keeps the object that it created, whatever a transformer returns. The checker itself is armed no
 * sooner than somebody asks, because creating it binds every file; and again at each question, because a cancelled one
 * makes the program drop its checker.
 */
export function armProgram(program: ts.Program, reports: () => FileReports): void {
  const internal: InternalProgram = program;
  if (internal[armed]) return;
  internal[armed] = true;

  // Under `noCheck` tsc asks as well, but no file's check is run.
  const arm = (): void => {
    if (program.getCompilerOptions().noCheck !== true) armChecker(program, reports);
  };
  internal.getSemanticDiagnostics = armedFirst(internal.getSemanticDiagnostics.bind(program), arm);
  const bindAndCheck = internal.getBindAndCheckDiagnostics?.bind(program);
  if (bindAndCheck !== undefined) internal.getBindAndCheckDiagnostics = armedFirst(bindAndCheck, arm);
}

function armedFirst<Parameters extends readonly unknown[], Result>(
  original: (...parameters: Parameters) => Result,
  arm: () => void,
): (...parameters: Parameters) => Result {
  return (...parameters) => {
    arm();
    return original(...parameters);
  };
}
