import type ts from "typescript";
import type { CoreOptions } from "../../core/analyseFile.js";
import { checkFile } from "../../core/checkFile.js";
import type { Asking } from "../../core/facts/gatherFacts.js";
import { assumeAffineParameters, type Generic, type IsCorrect } from "./assumeAffineParameters.js";
import { createTypeClassifier, type TypeClassifier } from "./classifyType.js";
import { createAnswers, type AnswersOfFile } from "./questions/answerQuestions.js";
import { affineReach, type AffineReach } from "./reach/affineReach.js";
import { topLevelStatement } from "./reach/outline.js";
import { syntaxOf } from "./syntaxOf.js";

/** What is known about a program, whichever of its files is being looked at. */
interface Knowledge {
  readonly reach: AffineReach;
  readonly types: TypeClassifier;
  /** Made anew when more is assumed of types. */
  answers: { readonly assumptions: number; readonly of: AnswersOfFile } | null;
  /** T9: whether generic functions bear affine type parameters, by declaration and the names of those. */
  readonly correct: Map<ts.Node, Map<string, boolean>>;
}

const knowledge = new WeakMap<ts.TypeChecker, Knowledge>();

/** How many type parameters of the program count as affine by now, because something makes them so (T9). */
export function assumptionsAbout(checker: ts.TypeChecker): number {
  return knowledge.get(checker)?.types.assumptions ?? 0;
}

/**
 * Runs a computation of the core's over one file of a program, or some of its statements: its questions are answered by the
 * checker in this process.
 */
export function answerAll<Result>(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  asking: Asking<Result>,
  options: CoreOptions = { inspect: [] },
  of: readonly ts.Statement[] = file.statements,
): Result {
  let found = knowledge.get(checker);
  if (found === undefined) {
    const reach = affineReach(typescript, program, checker);
    const types = createTypeClassifier(typescript, program, checker, reach);
    knowledge.set(checker, (found = { reach, types, answers: null, correct: new Map() }));
  }
  const known = found;
  const statements = of.filter((statement) => known.reach.reachesStatement(statement));
  return answer(known.types, statements, asking);

  function answer<Answered>(
    types: TypeClassifier,
    reached: readonly ts.Statement[],
    computation: Asking<Answered>,
  ): Answered {
    const held = assumeAffineParameters(typescript, checker, types, reached, isCorrect);
    const reply = answersOf(types)(held);
    for (let step = computation.next(); ; step = computation.next(reply(step.value))) {
      if (step.done === true) return step.value;
    }
  }

  function answersOf(types: TypeClassifier): AnswersOfFile {
    // A trial's assumptions are its own.
    if (types !== known.types) return createAnswers(typescript, program, checker, types);
    const { assumptions } = types;
    if (known.answers?.assumptions !== assumptions)
      known.answers = { assumptions, of: createAnswers(typescript, program, checker, types) };
    return known.answers.of;
  }

  function isCorrect(...[generic, parameters]: Parameters<IsCorrect>): boolean {
    let verdicts = known.correct.get(generic);
    if (verdicts === undefined) known.correct.set(generic, (verdicts = new Map<string, boolean>()));
    const names = parameters.map(({ symbol }) => symbol.name).join();
    const verdict = verdicts.get(names);
    if (verdict !== undefined) return verdict;
    // Those that call each other in a circle are correct if nothing else is wrong with them.
    verdicts.set(names, true);
    const bears = bearsAffine(generic, parameters);
    verdicts.set(names, bears);
    return bears;
  }

  /** Nothing is wrong with the body but what is wrong with it anyway. */
  function bearsAffine(generic: Generic, parameters: readonly ts.Type[]): boolean {
    const whenAffine = findingsIn(generic, parameters);
    if (whenAffine.length === 0) return true;
    const anyway = new Set(findingsIn(generic, []));
    return whenAffine.every((key) => anyway.has(key));
  }

  function findingsIn(generic: Generic, parameters: readonly ts.Type[]): readonly string[] {
    const trial = createTypeClassifier(typescript, program, checker, known.reach);
    for (const parameter of parameters) trial.assumeAffine(parameter);
    const check = checkFile(syntaxOf(typescript), generic.getSourceFile(), options);
    return answer(trial, [topLevelStatement(typescript, generic)], check)
      .findings.filter(
        ({ at, rule }) => at.start >= generic.pos && at.end <= generic.end && rule !== "discarded",
      )
      .map(({ rule, at }) => `${rule} ${String(at.start)}`);
  }
}
