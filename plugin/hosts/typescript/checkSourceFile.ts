import type ts from "typescript";
import { checkFile } from "../../core/checkFile.js";
import type { Finding } from "../../core/findings.js";
import type { CheckOptions } from "../../options/CheckOptions.js";
import { affineReach } from "./reach/affineReach.js";
import { assumeAffineParameters } from "./assumeAffineParameters.js";
import { createAnswers } from "./questions/answerQuestions.js";
import { createTypeClassifier, type TypeClassifier } from "./classifyType.js";
import { findMints } from "./findMints.js";
import { syntaxOf } from "./syntaxOf.js";

const classifiers = new WeakMap<ts.TypeChecker, TypeClassifier>();

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
  const reach = affineReach(typescript, program, checker);
  if (!reach.reaches(file)) return [];
  let types = classifiers.get(checker);
  if (types === undefined) {
    types = createTypeClassifier(typescript, program, checker, reach);
    classifiers.set(checker, types);
  }
  const assumed = assumeAffineParameters(typescript, checker, types, file);
  const mayHold = (statement: ts.Statement): boolean =>
    reach.reachesStatement(statement) || assumed.has(statement);
  const answer = createAnswers(typescript, program, checker, types, mayHold);
  const check = checkFile(syntaxOf(typescript), file, options);
  for (let step = check.next(); ; step = check.next(answer(step.value))) {
    if (step.done === true) {
      const mints = findMints(typescript, program, checker, file, options);
      return mints.length === 0
        ? step.value
        : [...step.value, ...mints].sort((a, b) => a.at.start - b.at.start);
    }
  }
}
