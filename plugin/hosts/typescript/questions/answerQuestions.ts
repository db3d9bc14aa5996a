import type ts from "typescript";
import type { Answers, Question } from "../../../core/facts/questions.js";
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

/** Answers the core's questions about one file from the checker in this process. */
export function createAnswers(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
  types: TypeClassifier,
  mayHold: (statement: ts.Statement) => boolean,
): (question: Question) => Answers[keyof Answers] {
  const nodes = createNodeTypes(typescript, program, checker);
  const cx = { typescript, program, checker, types, nodes };
  const callees = createCallees(cx);
  const sinkOf = createSinks(cx, callees);
  const valueOf = createValues(cx, callees);
  const bindingOf = createBindings(cx);
  const callOf = createCalls(cx, callees, createParameters(cx, callees), sinkOf);
  const sinkOfContext = createContexts(cx, callees, sinkOf);
  const signatures = createSignatureComparison(cx);

  return (question) => {
    switch (question.ask) {
      case "statements":
        return question.nodes.map(mayHold);
      case "values":
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
}
