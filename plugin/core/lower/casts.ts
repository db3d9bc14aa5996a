import type ts from "typescript";
import { staticKey } from "../syntax/staticKey.js";
import { isTransparent } from "../syntax/transparent.js";
import type { Lowering } from "./Lowering.js";
import { valueOf, withoutParentheses } from "./values.js";

/**
 * What a cast does to an owned value. `same-place`: the target is affine or borrowed, so nothing happens (P1).
 * `forge`: the target is affine and the source is not (X6). `flow`: the value flows into the target type (T5).
 */
export function castInto(
  cx: Lowering,
  node: ts.AsExpression | ts.TypeAssertion,
): "same-place" | "forge" | "flow" {
  const source = valueOf(cx, node.expression);
  const target = cx.facts.value(node).ownership.kind;
  if (source.ownership.kind === "owned")
    return target === "owned" || target === "borrowed" ? "same-place" : "flow";
  if (target === "owned" && !source.empty && !holdsNothing(cx, node)) return "forge";
  return "same-place";
}

/** `null as Budget | null`, `[] as Budget[]`, `new Map() as Map<string, Budget>`: there is no budget in it that nobody issued. */
function holdsNothing(cx: Lowering, cast: ts.AsExpression | ts.TypeAssertion): boolean {
  const { ownership } = cx.facts.value(cast);
  const mayBeEmpty =
    ownership.kind === "owned" && (ownership.form === "container" || ownership.form === "aggregate");
  return isNothing(cx, cast.expression) || (mayBeEmpty && isEmpty(cx, cast.expression));
}

/** Whether something owned may be in that part of the value: `{ n: 1 }` and `null` as they are written have no `receipt`. */
export function bringsSomething(cx: Lowering, value: ts.Expression, path: readonly string[]): boolean {
  let bare = value;
  while (isTransparent(cx.syntax, bare)) bare = bare.expression;
  if (isNothing(cx, bare)) return false;
  const [key, ...within] = path;
  if (key === undefined || bare.kind !== cx.syntax.SyntaxKind.ObjectLiteralExpression) return true;
  for (const property of (bare as ts.ObjectLiteralExpression).properties) {
    const name = staticKey(cx.syntax, property.name);
    // A spread, or a key that is not known, may be anything.
    if (name === null) return true;
    if (name !== key) continue;
    if (property.kind !== cx.syntax.SyntaxKind.PropertyAssignment) return true;
    return bringsSomething(cx, property.initializer, within);
  }
  return false;
}

function isNothing(cx: Lowering, node: ts.Expression): boolean {
  const bare = withoutParentheses(cx, node);
  return bare.kind === cx.syntax.SyntaxKind.NullKeyword || cx.syntax.textOf(bare) === "undefined";
}

function isEmpty(cx: Lowering, node: ts.Expression): boolean {
  const K = cx.syntax.SyntaxKind;
  const bare = withoutParentheses(cx, node);
  switch (bare.kind) {
    case K.ArrayLiteralExpression:
      return (bare as ts.ArrayLiteralExpression).elements.every((element) => isNothing(cx, element));
    case K.ObjectLiteralExpression:
      return (bare as ts.ObjectLiteralExpression).properties.every(
        (property) => property.kind === K.PropertyAssignment && isNothing(cx, property.initializer),
      );
    case K.NewExpression: {
      const made = cx.facts.call(bare)?.library ?? null;
      return made?.endsWith(".new") === true && ((bare as ts.NewExpression).arguments ?? []).length === 0;
    }
    default:
      return false;
  }
}
