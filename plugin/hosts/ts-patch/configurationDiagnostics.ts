import type ts from "typescript";
import type { ParsedOptions } from "../../options/parseOptions.js";
import { hostDiagnostic } from "../typescript/toDiagnostic.js";
import { compilerOptionLocation, pluginEntryLocation } from "../typescript/tsconfigLocation.js";

/** What is wrong with the project's settings, so that no build of it can be trusted. */
export function configurationDiagnostics(
  typescript: typeof ts,
  program: ts.Program,
  transform: unknown,
  parsed: ParsedOptions,
): readonly ts.Diagnostic[] {
  const diagnostics: ts.Diagnostic[] = [];
  if ("errors" in parsed) {
    const entry = pluginEntryLocation(typescript, program, transform);
    for (const error of parsed.errors)
      diagnostics.push(hostDiagnostic(typescript, "invalid-option", `Plugin affine-budget: ${error}`, entry));
  }
  if (program.getCompilerOptions().assumeChangesOnlyAffectDirectDependencies === true) {
    const name = "assumeChangesOnlyAffectDirectDependencies";
    const message =
      `Option \`${name}\` keeps tsc from checking files again whose dependencies have changed, and so hides double` +
      ` spends in them. Turn it off where budgets are checked.`;
    const setting = compilerOptionLocation(typescript, program, name);
    diagnostics.push(hostDiagnostic(typescript, "unsafe-build-option", message, setting));
  }
  return diagnostics;
}
