import type ts from "typescript";
import type { Presence } from "../facts/questions.js";
import type { Instruction } from "../ir/Body.js";
import type { Place } from "../ir/places.js";
import { bindingPlace } from "./access.js";
import { knownPlace } from "./balances.js";
import { spanOf, type Lowering } from "./Lowering.js";
import { keptIn } from "./tasks.js";
import { valueOf, withoutParentheses } from "./values.js";

/** What the outcome of a test says about places. */
export interface Learned {
  readonly when: boolean;
  readonly instruction: Instruction;
}

/**
 * X2: `if (receipt)`, `if (result.ok)` and `typeof x === "string"` tell on which paths there is nothing to resolve; X3: nor
 * to lose, as in `if (!b) b = mint()`.
 */
export function learnFrom(cx: Lowering, expression: ts.Expression): readonly Learned[] {
  const K = cx.syntax.SyntaxKind;
  const condition = testedIn(cx, expression);
  switch (condition.kind) {
    case K.Identifier:
      return nothingIn(cx, condition, false);
    case K.PropertyAccessExpression: {
      const { expression, name } = condition as ts.PropertyAccessExpression;
      return [
        ...absences(cx, expression, name.text, "true", true),
        ...absences(cx, expression, name.text, "false", false),
        ...noneOwnedIn(cx, condition, false),
      ];
    }
    case K.CallExpression:
      return [
        ...learnFromCovers(cx, condition as ts.CallExpression),
        ...(condition as ts.CallExpression).arguments
          .slice(0, 1)
          .flatMap((tested) => learnFromGuard(cx, tested)),
      ];
    case K.BinaryExpression: {
      const comparison = learnFromComparison(cx, condition as ts.BinaryExpression);
      if (comparison.length > 0) return comparison;
      const { left, operatorToken, right } = condition as ts.BinaryExpression;
      if (operatorToken.kind === K.InKeyword) return learnFromIn(cx, left, right);
      if (operatorToken.kind === K.InstanceOfKeyword) return learnFromGuard(cx, left);
      const equal =
        operatorToken.kind === K.EqualsEqualsEqualsToken || operatorToken.kind === K.EqualsEqualsToken;
      const unequal =
        operatorToken.kind === K.ExclamationEqualsEqualsToken ||
        operatorToken.kind === K.ExclamationEqualsToken;
      if (!equal && !unequal) return [];
      return learnFromEquality(cx, left, withoutParentheses(cx, right), equal);
    }
    default:
      return [];
  }
}

/** `case` compares as `===` does. */
export function learnFromCase(
  cx: Lowering,
  subject: ts.Expression,
  label: ts.Expression,
): readonly Learned[] {
  const bare = withoutParentheses(cx, subject);
  if (bare.kind === cx.syntax.SyntaxKind.TrueKeyword) return learnFrom(cx, label);
  return learnFromEquality(cx, subject, withoutParentheses(cx, label), true);
}

/** Where no case of `switch (result.kind)` matches, there is nothing that comes with one of their values only. */
export function learnFromCases(
  cx: Lowering,
  subject: ts.Expression,
  labels: readonly ts.Expression[],
): readonly Instruction[] {
  const bare = testedIn(cx, subject);
  if (bare.kind !== cx.syntax.SyntaxKind.PropertyAccessExpression) return [];
  const { expression: aggregate, name } = bare as ts.PropertyAccessExpression;
  const place = ownedPlace(cx, aggregate);
  if (place === null) return [];
  const tested = new Set(labels.map((label) => asTyped(cx.syntax.textOf(withoutParentheses(cx, label)))));
  return presencesOf(cx, aggregate, name.text)
    .filter(({ present }) => present.every((value) => tested.has(value)))
    .map(({ part }) => absentPart(cx, place, part));
}

/** `(r = next())` tests what `r` has been given, and `Boolean(r)` what `r` is. */
function testedIn(cx: Lowering, node: ts.Expression): ts.Expression {
  const K = cx.syntax.SyntaxKind;
  const bare = withoutParentheses(cx, node);
  if (bare.kind === K.CallExpression) {
    const { expression: callee, arguments: tested } = bare as ts.CallExpression;
    const { library = null } = cx.facts.call(bare) ?? {};
    const isBoolean = library !== null && cx.syntax.textOf(callee) === "Boolean";
    return isBoolean && tested[0] !== undefined ? testedIn(cx, tested[0]) : bare;
  }
  const isAssignment =
    bare.kind === K.BinaryExpression && (bare as ts.BinaryExpression).operatorToken.kind === K.EqualsToken;
  return isAssignment ? withoutParentheses(cx, (bare as ts.BinaryExpression).left) : bare;
}

/** `step instanceof Receipt`, `isReceipt(step)`. */
function learnFromGuard(cx: Lowering, tested: ts.Expression): readonly Learned[] {
  const { guard } = valueOf(cx, tested);
  if (guard === null) return [];
  return [
    ...(guard.whenPassed ? noneOwnedIn(cx, tested, true) : []),
    ...(guard.whenFailed ? noneOwnedIn(cx, tested, false) : []),
  ];
}

/** `"receipt" in step`. */
function learnFromIn(cx: Lowering, key: ts.Expression, aggregate: ts.Expression): readonly Learned[] {
  const name = withoutParentheses(cx, key);
  const place = ownedPlace(cx, aggregate);
  if (place === null || name.kind !== cx.syntax.SyntaxKind.StringLiteral) return [];
  return [{ when: false, instruction: absentPart(cx, place, (name as ts.StringLiteral).text) }];
}

/** X1: `b.covers(n)`. */
function learnFromCovers(cx: Lowering, call: ts.CallExpression): readonly Learned[] {
  const K = cx.syntax.SyntaxKind;
  const fact = cx.facts.call(call);
  const amount = fact?.amounts[0] ?? null;
  if (fact?.name !== "covers" || amount === null || call.expression.kind !== K.PropertyAccessExpression)
    return [];
  const place = knownPlace(cx, (call.expression as ts.PropertyAccessExpression).expression);
  return place === null ? [] : bounds(place, amount, amount - 1);
}

/** X1: `b.remaining >= n`, and the other ways to write it. */
function learnFromComparison(
  cx: Lowering,
  { left, operatorToken, right }: ts.BinaryExpression,
): readonly Learned[] {
  const K = cx.syntax.SyntaxKind;
  const onLeft = remainingOf(cx, left);
  const place = onLeft ?? remainingOf(cx, right);
  const amount = amountOf(cx, onLeft === null ? left : right);
  if (place === null || amount === null) return [];
  const mirrored = onLeft === null;
  switch (operatorToken.kind) {
    case K.GreaterThanEqualsToken:
      return mirrored ? flip(bounds(place, amount + 1, amount)) : bounds(place, amount, amount - 1);
    case K.GreaterThanToken:
      return mirrored ? flip(bounds(place, amount, amount - 1)) : bounds(place, amount + 1, amount);
    case K.LessThanEqualsToken:
      return mirrored ? bounds(place, amount, amount - 1) : flip(bounds(place, amount + 1, amount));
    case K.LessThanToken:
      return mirrored ? bounds(place, amount + 1, amount) : flip(bounds(place, amount, amount - 1));
    case K.EqualsEqualsEqualsToken:
    case K.EqualsEqualsToken:
      return [exactly(place, amount, true)];
    case K.ExclamationEqualsEqualsToken:
    case K.ExclamationEqualsToken:
      return [exactly(place, amount, false)];
    default:
      return [];
  }
}

function exactly(place: Place, amount: number, when: boolean): Learned {
  return { when, instruction: { op: "assume-balance", place, atLeast: amount, atMost: amount } };
}

/** What is known while compiling: a literal, or a name whose type is one. */
function amountOf(cx: Lowering, node: ts.Expression): number | null {
  const bare = withoutParentheses(cx, node);
  return bare.kind === cx.syntax.SyntaxKind.NumericLiteral
    ? Number((bare as ts.NumericLiteral).text)
    : cx.facts.value(bare).amount;
}

/** At least `atLeast` when the test holds, at most `atMost` when it does not. */
function bounds(place: Place, atLeast: number, atMost: number): readonly Learned[] {
  return [
    { when: true, instruction: { op: "assume-balance", place, atLeast, atMost: Number.POSITIVE_INFINITY } },
    { when: false, instruction: { op: "assume-balance", place, atLeast: 0, atMost } },
  ];
}

function flip(learned: readonly Learned[]): readonly Learned[] {
  return learned.map(({ when, instruction }) => ({ when: !when, instruction }));
}

function remainingOf(cx: Lowering, node: ts.Expression): Place | null {
  const bare = withoutParentheses(cx, node);
  if (bare.kind !== cx.syntax.SyntaxKind.PropertyAccessExpression) return null;
  const { name, expression } = bare as ts.PropertyAccessExpression;
  return name.text === "remaining" ? knownPlace(cx, expression) : null;
}

function learnFromEquality(
  cx: Lowering,
  left: ts.Expression,
  right: ts.Expression,
  equal: boolean,
): readonly Learned[] {
  const K = cx.syntax.SyntaxKind;
  const bare = testedIn(cx, left);
  const isNothing = right.kind === K.NullKeyword || cx.syntax.textOf(right) === "undefined";
  if (bare.kind === K.PropertyAccessExpression) {
    if (isNothing) return noneOwnedIn(cx, bare, equal);
    const { expression, name } = bare as ts.PropertyAccessExpression;
    return absences(cx, expression, name.text, cx.syntax.textOf(right), equal);
  }
  if (bare.kind === K.TypeOfExpression) {
    // What is owned is an object: on the path where the test finds anything else, there is none.
    if (right.kind !== K.StringLiteral) return [];
    const isObject = (right as ts.StringLiteral).text === "object";
    return noneOwnedIn(cx, (bare as ts.TypeOfExpression).expression, equal !== isObject);
  }
  return isNothing ? nothingIn(cx, bare, equal) : [];
}

/** There is no value in the variable: nothing owned, and no promise that could still run (B3). */
function nothingIn(cx: Lowering, variable: ts.Expression, when: boolean): readonly Learned[] {
  const none = noneOwnedIn(cx, variable, when);
  if (none.length > 0) return none;
  const held = keptIn(cx, variable);
  const at = spanOf(cx, variable);
  const settle = {
    op: "settle",
    held,
    fulfilled: null,
    walk: null,
    at,
    text: cx.syntax.textOf(variable),
  } as const;
  return held.keepers.length === 0 ? [] : [{ when, instruction: settle }];
}

function noneOwnedIn(cx: Lowering, node: ts.Expression, when: boolean): readonly Learned[] {
  const place = ownedPlace(cx, node);
  return place === null ? [] : [{ when, instruction: { op: "absent", place } }];
}

/** What is not there where the property that tells a union's constituents apart has the value, and where it has another. */
function absences(
  cx: Lowering,
  aggregate: ts.Expression,
  discriminant: string,
  value: string,
  when: boolean,
): readonly Learned[] {
  const place = ownedPlace(cx, aggregate);
  if (place === null) return [];
  return presencesOf(cx, aggregate, discriminant).flatMap(({ part, present, absent }) => {
    const instruction = absentPart(cx, place, part);
    if (absent.includes(asTyped(value))) return [{ when, instruction }];
    return present.every((each) => each === asTyped(value)) ? [{ when: !when, instruction }] : [];
  });
}

function presencesOf(cx: Lowering, aggregate: ts.Expression, discriminant: string): readonly Presence[] {
  return valueOf(cx, aggregate).presences.filter((each) => each.discriminant === discriminant);
}

/** A literal as types have it. */
function asTyped(value: string): string {
  return value.replaceAll("'", '"');
}

function absentPart(cx: Lowering, place: Place, part: string): Instruction {
  return {
    op: "absent",
    place: cx.build.places.part(place, part, `${place.text}.${part}`, place.slot),
  };
}

/** The place of an owner: of a variable, or of a part of one (P1). */
function ownedPlace(cx: Lowering, node: ts.Expression): Place | null {
  const K = cx.syntax.SyntaxKind;
  const bare = withoutParentheses(cx, node);
  if (cx.facts.value(bare).ownership.kind !== "owned") return null;
  if (bare.kind === K.PropertyAccessExpression) {
    const { expression, name } = bare as ts.PropertyAccessExpression;
    const base = ownedPlace(cx, expression);
    return base === null
      ? null
      : cx.build.places.part(base, name.text, `${base.text}.${name.text}`, base.slot);
  }
  if (bare.kind !== K.Identifier) return null;
  const reference = bindingPlace(cx, bare);
  return reference.kind === "place" ? reference.place : null;
}
