import type ts from "typescript";
import type { Finding } from "../../core/findings.js";
import type { Suggestion } from "../../core/fixes/Fix.js";
import * as core from "../../core/fixes/suggestFixes.js";
import type { CheckOptions } from "../../options/CheckOptions.js";
import { answerAll } from "./answerAll.js";
import { syntaxOf } from "./syntaxOf.js";

/** How the findings of a source file can be mended. Findings that no fix is known for are left out. */
export function suggestFixes(
  typescript: typeof ts,
  program: ts.Program,
  file: ts.SourceFile,
  findings: readonly Finding[],
  options: CheckOptions,
): ReadonlyMap<Finding, readonly Suggestion[]> {
  const asking = core.suggestFixes(syntaxOf(typescript), file, options, findings);
  return answerAll(typescript, program, program.getTypeChecker(), file, asking, options);
}
