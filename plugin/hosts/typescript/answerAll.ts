import type ts from "typescript";
import type { Asking } from "../../core/facts/gatherFacts.js";
import { assumeAffineParameters } from "./assumeAffineParameters.js";
import { createTypeClassifier, type TypeClassifier } from "./classifyType.js";
import { createAnswers } from "./questions/answerQuestions.js";
import { affineReach } from "./reach/affineReach.js";

const classifiers = new WeakMap<ts.TypeChecker, TypeClassifier>();

/** Runs a computation of the core's over one file of a program: its questions are answered by the checker in this process. */
export function answerAll<Result>(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  asking: Asking<Result>,
): Result {
  const reach = affineReach(typescript, program, checker);
  let types = classifiers.get(checker);
  if (types === undefined) {
    types = createTypeClassifier(typescript, program, checker, reach);
    classifiers.set(checker, types);
  }
  const assumed = assumeAffineParameters(typescript, checker, types, file);
  const mayHold = (statement: ts.Statement): boolean =>
    reach.reachesStatement(statement) || assumed.has(statement);
  const answer = createAnswers(typescript, program, checker, types, mayHold);
  for (let step = asking.next(); ; step = asking.next(answer(step.value))) {
    if (step.done === true) return step.value;
  }
}
