import type ts from "typescript";
import { homeOf } from "../facts/resolveScopes.js";
import type { BodyOwner } from "../syntax/bodies.js";
import type { Reference } from "./access.js";
import { rootOf, thisKey, type Place } from "../ir/places.js";
import type { Finding } from "../findings.js";
import { report, spanOf, type Lent, type Lowering } from "./Lowering.js";
import { withoutParentheses } from "./values.js";

/** B4: what is stored in a place of this body's own looks at its owner from there; stored elsewhere it outlives it. */
export function keepBorrow(
  cx: Lowering,
  target: Reference,
  lent: Lent,
  node: ts.Expression,
  adds = target.kind === "place" && target.place.parent !== null,
): void {
  if (lent.places.length + lent.holders.length === 0) return;
  if (target.kind === "place") {
    const holder = rootOf(target.place);
    const isOwn =
      holder.slot === null && holder.key !== thisKey && (!holder.captured || maySee(cx, holder, lent));
    if (isOwn && !(adds && isCallersObject(cx, holder))) {
      const kept = adds ? [...lent.holders, holder] : lent.holders;
      cx.build.emit({ op: "lend", holder, loans: lent.places, holders: kept });
      return;
    }
  }
  report(cx, {
    rule: "borrow-escape",
    at: spanOf(cx, node),
    subject: cx.syntax.textOf(node),
    detail: "stored where it outlives its owner",
    labels: [],
  });
}

/**
 * A function that runs only where its callers can see it may leave a borrow in a local of the function around it, if what
 * that looks at is another one there: its summary tells the callers (C1).
 */
function maySee(cx: Lowering, holder: Place, { places, holders }: Lent): boolean {
  const closure = cx.closures.ofNode(cx.owner);
  const isSeen =
    closure !== null && !closure.escapes && !closure.runsLater && !closure.isAsync && !closure.isGenerator;
  const home = homeOfPlace(cx, holder);
  return (
    isSeen &&
    home !== null &&
    holders.length === 0 &&
    places.every(({ place }) => place.slot === null && place.captured && homeOfPlace(cx, place) === home)
  );
}

/** The function whose variable it is. */
function homeOfPlace(cx: Lowering, place: Place): BodyOwner | null {
  const declaration = cx.scopes.bindings.get(Number(rootOf(place).key))?.declaration ?? null;
  return declaration && homeOf(cx.syntax, declaration, cx.scan.ownerOf);
}

/** What a parameter names that the function does not own: what is put into it stays there when the function is done. */
function isCallersObject(cx: Lowering, holder: Place): boolean {
  const binding = cx.scopes.bindings.get(Number(holder.key));
  return (
    binding !== undefined &&
    binding.ownership.kind !== "owned" &&
    binding.declaration?.kind === cx.syntax.SyntaxKind.Parameter
  );
}

/** Of a choice, the first alternative that is lent. */
function lentOperand(cx: Lowering, node: ts.Expression): ts.Expression {
  const K = cx.syntax.SyntaxKind;
  const alternatives: readonly ts.Expression[] =
    node.kind === K.ConditionalExpression
      ? [(node as ts.ConditionalExpression).whenTrue, (node as ts.ConditionalExpression).whenFalse]
      : node.kind === K.BinaryExpression
        ? [(node as ts.BinaryExpression).left, (node as ts.BinaryExpression).right]
        : [];
  const lent = alternatives.find((each) => cx.facts.lent.has(each));
  return lent === undefined ? node : lentOperand(cx, withoutParentheses(cx, lent));
}

/** What is lent is taken over all the same. */
export function takeLent(cx: Lowering, node: ts.Expression): void {
  report(cx, takenLent(cx, node));
}

/**
 * A borrow flows into an owner, narrowed to look like one (T3). A lent element, `m.get("a")!`, would leave the container
 * that still holds it (P3).
 */
export function takenLent(cx: Lowering, node: ts.Expression): Finding {
  const bare = lentOperand(cx, withoutParentheses(cx, node));
  const what = { at: spanOf(cx, bare), subject: cx.syntax.textOf(bare), labels: [] };
  return cx.facts.lent.has(bare)
    ? { ...what, rule: "move-out-of-shared", slot: "element", why: "unstable" }
    : { ...what, rule: "borrow-escape", detail: "moved into an owner" };
}
