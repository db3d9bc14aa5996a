import type ts from "typescript";
import type { Instruction } from "../ir/Body.js";
import type { Place } from "../ir/places.js";
import { bindingPlace } from "./access.js";
import type { Lowering } from "./Lowering.js";
import { valueOf, withoutParentheses } from "./values.js";

/** What the outcome of a test says about places. */
export interface Learned {
  readonly when: boolean;
  readonly instruction: Instruction;
}

/** X2: `if (receipt)`, `if (result.ok)` and `result.kind === "held"` tell on which paths there is nothing to resolve. */
export function learnFrom(cx: Lowering, condition: ts.Expression): readonly Learned[] {
  const K = cx.syntax.SyntaxKind;
  switch (condition.kind) {
    case K.Identifier: {
      const place = linearPlace(cx, condition);
      return place === null ? [] : [{ when: false, instruction: { op: "absent", place } }];
    }
    case K.PropertyAccessExpression: {
      const { expression, name } = condition as ts.PropertyAccessExpression;
      return [
        ...absences(cx, expression, name.text, "true", true),
        ...absences(cx, expression, name.text, "false", false),
      ];
    }
    case K.BinaryExpression: {
      const { left, operatorToken, right } = condition as ts.BinaryExpression;
      const equal =
        operatorToken.kind === K.EqualsEqualsEqualsToken || operatorToken.kind === K.EqualsEqualsToken;
      const unequal =
        operatorToken.kind === K.ExclamationEqualsEqualsToken ||
        operatorToken.kind === K.ExclamationEqualsToken;
      if (!equal && !unequal) return [];
      return learnFromEquality(cx, left, right, equal);
    }
    default:
      return [];
  }
}

function learnFromEquality(
  cx: Lowering,
  left: ts.Expression,
  right: ts.Expression,
  equal: boolean,
): readonly Learned[] {
  const K = cx.syntax.SyntaxKind;
  const bare = withoutParentheses(cx, left);
  if (bare.kind === K.PropertyAccessExpression) {
    const { expression, name } = bare as ts.PropertyAccessExpression;
    return absences(cx, expression, name.text, cx.syntax.textOf(right), equal);
  }
  const isNothing = right.kind === K.NullKeyword || cx.syntax.textOf(right) === "undefined";
  const place = isNothing ? linearPlace(cx, bare) : null;
  return place === null ? [] : [{ when: equal, instruction: { op: "absent", place } }];
}

function absences(
  cx: Lowering,
  aggregate: ts.Expression,
  discriminant: string,
  value: string,
  when: boolean,
): readonly Learned[] {
  const place = linearPlace(cx, aggregate);
  if (place === null) return [];
  return valueOf(cx, aggregate)
    .absences.filter(
      (absence) => absence.discriminant === discriminant && absence.value === value.replaceAll("'", '"'),
    )
    .map(({ part }) => ({
      when,
      instruction: {
        op: "absent",
        place: cx.build.places.part(place, part, `${place.text}.${part}`, place.slot),
      },
    }));
}

function linearPlace(cx: Lowering, node: ts.Expression): Place | null {
  const bare = withoutParentheses(cx, node);
  if (bare.kind !== cx.syntax.SyntaxKind.Identifier) return null;
  const { ownership } = cx.facts.value(bare);
  const linear = ownership.kind === "owned" && ownership.linear;
  const reference = bindingPlace(cx, bare);
  return linear && reference.kind === "place" ? reference.place : null;
}
