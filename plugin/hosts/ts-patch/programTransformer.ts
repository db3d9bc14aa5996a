import type ts from "typescript";
import { defaultOptions } from "../../options/CheckOptions.js";
import { parseOptions } from "../../options/parseOptions.js";
import { armProgram } from "../typescript/armProgram.js";
import type { Check } from "../typescript/Check.js";
import { FileReports } from "../typescript/FileReports.js";
import { saltOf, saltVersions } from "../typescript/salt.js";
import { configurationDiagnostics } from "./configurationDiagnostics.js";

/**
 * ts-patch's program transformer: checks whatever the compiler checks, in place, and returns the program itself.
 * `config` is the plugin's entry in tsconfig.
 */
export function transformProgram(
  typescript: typeof ts,
  program: ts.Program,
  config: Readonly<Record<string, unknown>>,
  check: Check,
): ts.Program {
  const parsed = parseOptions(config);
  saltVersions(program, saltOf(parsed));
  // With wrong options the build fails anyway; a host that does not ask for option diagnostics still gets the reports.
  const reports = new FileReports(typescript, check, "options" in parsed ? parsed.options : defaultOptions);
  armProgram(program, () => reports);

  const ours = configurationDiagnostics(typescript, program, config["transform"], parsed);
  const original = program.getOptionsDiagnostics.bind(program);
  program.getOptionsDiagnostics = (cancellationToken) => [...original(cancellationToken), ...ours];
  return program;
}
