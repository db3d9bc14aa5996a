import type ts from "typescript";
import type { Answers, Question } from "../../../core/facts/questions.js";
import { prefetch } from "../Prefetching.js";
import type { TypeClassifier } from "../classifyType.js";
import { createBindings } from "./bindings.js";
import { createCallees } from "./callees.js";
import { createCalls } from "./calls.js";
import { createSignatureComparison } from "./compareSignatures.js";
import { createContexts } from "./contexts.js";
import { createNodeTypes } from "./nodeTypes.js";
import { createParameters } from "./parameters.js";
import { createSinks } from "./sinks.js";
import { createValues } from "./values.js";

/** Answers the core's questions about one file, where only these of its statements may hold something owned. */
export type AnswersOfFile = (
  held: ReadonlySet<ts.Statement>,
) => (question: Question) => Answers[keyof Answers];

/**
 * Answers the core's questions from the checker in this process, about the files of a program one after another: what is
 * known of types, symbols and signatures holds for all of them, for as long as no more type parameters are assumed affine.
 */
export function createAnswers(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
  types: TypeClassifier,
): AnswersOfFile {
  const nodes = createNodeTypes(typescript, program, checker);
  const cx = { typescript, program, checker, types, nodes };
  const callees = createCallees(cx);
  const sinkOf = createSinks(cx, callees);
  const valueOf = createValues(cx, callees);
  const callOf = createCalls(cx, callees, createParameters(cx, callees), sinkOf);
  const sinkOfContext = createContexts(cx, callees, sinkOf);
  const signatures = createSignatureComparison(cx);

  return (held) => {
    nodes.forget();
    const bindingOf = createBindings(cx);
    return (question) => {
      switch (question.ask) {
        case "statements":
          return question.nodes.map((statement) => held.has(statement));
        case "values":
          prefetch(checker, question.nodes);
          return question.nodes.map(valueOf);
        case "bindings":
          return question.nodes.map(bindingOf);
        case "calls":
          return question.nodes.map((node) => callOf(node as ts.CallLikeExpression));
        case "sinks":
          return question.nodes.map(sinkOfContext);
        case "signatures":
          return question.nodes.map((node) => signatures.mismatchAt(node));
      }
    };
  };
}
