import type ts from "typescript";
import { checkFile } from "../../core/checkFile.js";
import type { Finding } from "../../core/findings.js";
import type { CheckOptions } from "../../options/CheckOptions.js";
import { answerAll } from "./answerAll.js";
import type { Check } from "./Check.js";
import { findMints } from "./findMints.js";
import { affineReach } from "./reach/affineReach.js";
import { syntaxOf } from "./syntaxOf.js";

/**
 * The findings of one source file of a program, in order of position. Pure but for caches keyed by program and checker.
 * Throws only on an internal error outside of any function body; an error inside one is a finding of its own.
 */
export function checkSourceFile(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  options: CheckOptions,
): readonly Finding[] {
  if (!affineReach(typescript, program, checker).reaches(file)) return [];
  const check = checkFile(syntaxOf(typescript), file, options);
  const { findings } = answerAll(typescript, program, checker, file, check, options);
  return withMints(typescript, program, checker, file, options, findings);
}

/** What the whole program decides comes on top of what is found in the file (X4). */
export function withMints(
  ...[typescript, program, checker, file, options, found]: [...Parameters<Check>, readonly Finding[]]
): readonly Finding[] {
  const mints = findMints(typescript, program, checker, file, options);
  return mints.length === 0 ? found : [...found, ...mints].sort((a, b) => a.at.start - b.at.start);
}
