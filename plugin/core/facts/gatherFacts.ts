import type ts from "typescript";
import type { Syntax } from "../syntax/Syntax.js";
import { distrustNarrowing } from "./distrustNarrowing.js";
import { Facts } from "./Facts.js";
import { libraryMember } from "./library.js";
import { isResource, type Ownership } from "./ownership.js";
import type { Answers, Question } from "./questions.js";
import type { FileScan } from "./scanFile.js";

/** A computation that asks a host in bulk and is fed the answers: in process or over a pipe. */
export type Asking<Result> = Generator<Question, Result, Answers[keyof Answers]>;

/**
 * Asks all that is to be known about a file. That no value in it is owned is no reason to stop: functions that own or
 * borrow may pass through it under other types (B6).
 */
export function* gatherFacts(syntax: Syntax, scan: FileScan): Asking<Facts> {
  const facts = new Facts();
  const valued: readonly ts.Node[] = [...scan.names, ...scan.references, ...scan.values];
  const valueAnswers = (yield { ask: "values", nodes: valued }) as Answers["values"];
  valued.forEach((node, index) => {
    const answer = valueAnswers[index];
    if (answer !== undefined) facts.values.set(node, answer);
  });

  for (const literal of scan.nestedLiterals.toReversed()) {
    if (partsOf(syntax, literal).some((part) => isOwnedValue(syntax, facts, part))) {
      const ownership = { kind: "owned", form: "container", linear: false, atomic: false } as const;
      facts.values.set(literal, { ...facts.value(literal), ownership });
    }
  }

  const bound: readonly ts.Node[] = [
    ...scan.names,
    ...scan.references,
    ...scan.values.filter((node) => node.kind === syntax.SyntaxKind.ThisKeyword),
  ];
  const bindingAnswers = (yield { ask: "bindings", nodes: bound }) as Answers["bindings"];
  bound.forEach((node, index) => {
    const answer = bindingAnswers[index];
    if (answer !== undefined && answer !== null) facts.bindings.set(node, answer);
  });

  distrustNarrowing(syntax, scan, facts);

  const callAnswers = (yield { ask: "calls", nodes: scan.calls }) as Answers["calls"];
  scan.calls.forEach((node, index) => {
    const answer = callAnswers[index];
    if (answer === undefined) return;
    facts.calls.set(node, answer);
    if (libraryMember(answer.library)?.lends === true) lend(syntax, facts, node);
  });

  const nested = new Set<ts.Node>(scan.nestedLiterals);
  const flows = [
    ...scan.flows.filter((node) => {
      // What a part of a literal flows into is what the literal flows into.
      if (nested.has(node)) return false;
      const bare = withoutParentheses(syntax, node);
      const { ownership, instance } = facts.value(bare);
      return isTracked(ownership) || instance || mayBeFunction(syntax, bare) || mayBeForged(syntax, bare);
    }),
    ...scan.alternatives.filter((node) => {
      const bare = withoutParentheses(syntax, node);
      return !isTracked(facts.value(bare).ownership) && mayBeForged(syntax, bare);
    }),
    ...scan.sources.filter((node) => {
      const bare = withoutParentheses(syntax, node);
      const { ownership, mayForge } = facts.value(bare);
      return (
        (ownership.kind === "opaque" || (mayForge && !isTracked(ownership))) && mayBeForged(syntax, bare)
      );
    }),
  ];
  const sinkAnswers = (yield { ask: "sinks", nodes: flows }) as Answers["sinks"];
  flows.forEach((node, index) => {
    const answer = sinkAnswers[index];
    if (answer !== undefined) facts.sinks.set(node, answer);
  });

  const functions = scan.functions.filter((node) => facts.value(node).ownership.kind === "plain");
  const signatureAnswers = (yield { ask: "signatures", nodes: functions }) as Answers["signatures"];
  functions.forEach((node, index) => {
    const answer = signatureAnswers[index];
    if (answer !== undefined && answer !== null) facts.signatures.set(node, answer);
  });
  return facts;
}

function partsOf({ SyntaxKind: K }: Syntax, literal: ts.Expression): readonly ts.Expression[] {
  if (literal.kind === K.ArrayLiteralExpression) return (literal as ts.ArrayLiteralExpression).elements;
  return (literal as ts.ObjectLiteralExpression).properties.flatMap((property) => {
    switch (property.kind) {
      case K.PropertyAssignment:
        return [property.initializer];
      case K.ShorthandPropertyAssignment:
        return [property.name];
      case K.SpreadAssignment:
        return [property.expression];
      default:
        return [];
    }
  });
}

function isOwnedValue(syntax: Syntax, facts: Facts, node: ts.Expression): boolean {
  return facts.value(withoutParentheses(syntax, node)).ownership.kind === "owned";
}

/** K1: what the library lends counts as borrowed, and so does an expression that may choose it as its value. */
function lend(syntax: Syntax, facts: Facts, call: ts.Node): void {
  for (let node = call; facts.value(node).ownership.kind === "owned"; node = node.parent) {
    const value = facts.value(node);
    facts.lent.set(node, value.ownership);
    const ownership: Ownership = { kind: "borrowed", resource: isResource(value.ownership) };
    facts.values.set(node, { ...value, ownership });
    if (!isValueOf(syntax, node.parent, node)) return;
  }
}

/** The value of `outer` may be that of its operand `inner`. */
function isValueOf({ SyntaxKind: K }: Syntax, outer: ts.Node, inner: ts.Node): boolean {
  switch (outer.kind) {
    case K.ParenthesizedExpression:
    case K.NonNullExpression:
    case K.SatisfiesExpression:
      return true;
    case K.ConditionalExpression:
      return (outer as ts.ConditionalExpression).condition !== inner;
    case K.BinaryExpression: {
      const { operatorToken, right } = outer as ts.BinaryExpression;
      switch (operatorToken.kind) {
        case K.BarBarToken:
        case K.QuestionQuestionToken:
          return true;
        case K.AmpersandAmpersandToken:
        case K.CommaToken:
          return right === inner;
        default:
          return false;
      }
    }
    default:
      return false;
  }
}

/** An expression whose declared type need not be all that is claimed of its value: the target's type decides (X6). */
function mayBeForged({ SyntaxKind: K }: Syntax, node: ts.Expression): boolean {
  switch (node.kind) {
    case K.Identifier:
    case K.PropertyAccessExpression:
    case K.ElementAccessExpression:
    case K.CallExpression:
    case K.NewExpression:
    case K.TaggedTemplateExpression:
    case K.AwaitExpression:
    case K.YieldExpression:
    case K.AsExpression:
    case K.TypeAssertionExpression:
    case K.NonNullExpression:
    case K.SatisfiesExpression:
      return true;
    default:
      return false;
  }
}

function isTracked(ownership: Ownership): boolean {
  return ownership.kind === "owned" || ownership.kind === "borrowed";
}

/** A function may flow into a `Once`, which its captures have to know (T4). */
function mayBeFunction({ SyntaxKind: K }: Syntax, node: ts.Expression): boolean {
  return node.kind === K.ArrowFunction || node.kind === K.FunctionExpression || node.kind === K.Identifier;
}

function withoutParentheses(syntax: Syntax, node: ts.Expression): ts.Expression {
  let at = node;
  while (
    at.kind === syntax.SyntaxKind.ParenthesizedExpression ||
    at.kind === syntax.SyntaxKind.SpreadElement
  ) {
    at = (at as ts.ParenthesizedExpression).expression;
  }
  return at;
}
