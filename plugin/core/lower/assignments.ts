import type ts from "typescript";
import type { MoveReason } from "../findings.js";
import { applyFlow, hold, lowerAccess, use, type Reference } from "./access.js";
import { lowerExpression, renameIndexedSlots } from "./expressions.js";
import { unknownBalance } from "../ir/Balance.js";
import { balanceOf, setBalance } from "./balances.js";
import { keepBorrow } from "./borrows.js";
import { lending, report, spanOf, type Flow, type Lent, type Lowering } from "./Lowering.js";
import { assignPattern } from "./patterns.js";
import { keepIn } from "./tasks.js";
import { isWithin } from "../ir/places.js";
import { flowInto, isOwned, valueOf, withoutParentheses } from "./values.js";

export function isAssignmentOperator(cx: Lowering, node: ts.BinaryExpression): boolean {
  const K = cx.syntax.SyntaxKind;
  const { kind } = node.operatorToken;
  return kind >= K.FirstAssignment && kind <= K.LastAssignment;
}

export function lowerAssignment(cx: Lowering, node: ts.BinaryExpression, flow: Flow): void {
  const K = cx.syntax.SyntaxKind;
  const target = withoutParentheses(cx, node.left);
  if (target.kind === K.ObjectLiteralExpression || target.kind === K.ArrayLiteralExpression) {
    assignPattern(cx, target as ts.ObjectLiteralExpression | ts.ArrayLiteralExpression, node.right, flow);
    return;
  }
  const reference = lowerAccess(cx, target);
  assignValue(cx, reference, target, node.right);
  useResult(cx, reference, flow, node);
}

function assignValue(cx: Lowering, reference: Reference, target: ts.Expression, value: ts.Expression): void {
  const lent: Lent = { places: [], holders: [] };
  const borrows = takesBorrow(cx, target, value);
  const parent = reference.kind === "place" && reference.tracked ? reference.place.parent : null;
  if (parent !== null) cx.targets.push({ place: parent, at: spanOf(cx, target) });
  lowerExpression(cx, value, borrows ? lending(lent) : flowInto(cx, value, assignmentReason(cx, target)));
  if (parent !== null) cx.targets.pop();
  storeInto(cx, reference, target, value);
  keepIn(cx, target, value);
  setBalance(cx, reference, balanceOf(cx, value));
  if (isOwned(cx, value) && !borrows) hold(cx, reference, target, valueOf(cx, value), value);
  if (lent.places.length + lent.holders.length > 0) keepBorrow(cx, reference, lent, value);
  else forgetBorrow(cx, reference, target);
}

/** A name that looks at something looks at it no longer once it is given what looks at nothing (B1). */
function forgetBorrow(cx: Lowering, reference: Reference, target: ts.Expression): void {
  if (reference.kind !== "place" || !reference.tracked || isOwned(cx, target)) return;
  const { place } = reference;
  if (place.parent !== null || place.slot !== null || place.captured) return;
  cx.build.emit({ op: "lend", holder: place, loans: [], holders: [] });
}

/** The target looks at what is assigned to it (B1). */
function takesBorrow(cx: Lowering, target: ts.Expression, value: ts.Expression): boolean {
  const binding = cx.facts.binding(target);
  if (binding !== null && cx.scopes.views.has(binding.id)) return true;
  const from = valueOf(cx, value).ownership.kind;
  const into = cx.facts.value(target).ownership.kind;
  if (from === "plain" || into === "plain") return cx.scopes.looks(value);
  if (from !== "owned" && from !== "borrowed") return false;
  return into === "borrowed" || (from === "borrowed" && (into !== "owned" || isLentName(cx, target)));
}

/** Declared without a type, by what the library lends: it looks like an owner, and only borrows (T3, K1). */
function isLentName(cx: Lowering, target: ts.Expression): boolean {
  const binding = cx.facts.binding(target);
  return binding !== null && cx.lentNames.has(binding.id);
}

/** `x ??= v` and its kin: the store may be skipped. */
export function lowerLogicalAssignment(cx: Lowering, node: ts.BinaryExpression, flow: Flow): void {
  const target = withoutParentheses(cx, node.left);
  const reference = lowerAccess(cx, target);
  if (reference.kind === "place" && reference.tracked)
    use(cx, reference.place, spanOf(cx, target), "borrowed");
  const assign = cx.build.reserve();
  const join = cx.build.reserve();
  cx.build.branch(assign, join);
  cx.build.enter(assign);
  // `??=` and `||=` store only where nothing is.
  const fillsNothing = node.operatorToken.kind !== cx.syntax.SyntaxKind.AmpersandAmpersandEqualsToken;
  if (fillsNothing && reference.kind === "place") cx.build.emit({ op: "absent", place: reference.place });
  assignValue(cx, reference, target, node.right);
  cx.build.goto(join);
  cx.build.enter(join);
  useResult(cx, reference, flow, node);
}

export function assignmentReason(cx: Lowering, target: ts.Expression): MoveReason {
  return { kind: "assignment", target: cx.syntax.textOf(target) };
}

/** A write: it makes the place live again, whatever was there (R1). */
export function storeInto(
  cx: Lowering,
  reference: Reference,
  target: ts.Expression,
  value: ts.Expression | null = null,
): void {
  renameIndexedSlots(cx, target);
  if (reference.kind !== "place" || !reference.tracked) return;
  const { place } = reference;
  const at = spanOf(cx, target);
  for (const reservation of cx.targets.filter((loan) => isWithin(loan.place, place))) {
    report(cx, {
      rule: "move-while-borrowed",
      at,
      subject: place.text,
      detail: null,
      labels: [{ kind: "borrow", at: reservation.at, place: reservation.place.text }],
    });
  }
  if (isLength(cx, target) && place.parent !== null && place.slot === null && isZero(cx, value)) {
    cx.build.emit({ op: "empty", place: place.parent, at });
    return;
  }
  const { ownership, nullable } = cx.facts.value(target);
  const present = ownership.kind === "owned" && !nullable && !isUndeclaredMember(cx, target);
  cx.build.emit({ op: "store", place, at, present });
  if (value === null) setBalance(cx, reference, unknownBalance);
}

/** `pots["a"]` of a `Record<string, Budget>`, which need not be there. */
function isUndeclaredMember(cx: Lowering, target: ts.Expression): boolean {
  const isAccess = target.kind === cx.syntax.SyntaxKind.ElementAccessExpression;
  return isAccess && cx.facts.value(target).member === "none";
}

function isLength(cx: Lowering, target: ts.Expression): boolean {
  if (target.kind !== cx.syntax.SyntaxKind.PropertyAccessExpression) return false;
  return (target as ts.PropertyAccessExpression).name.text === "length";
}

function isZero(cx: Lowering, value: ts.Expression | null): boolean {
  if (value === null) return false;
  const bare = withoutParentheses(cx, value);
  return bare.kind === cx.syntax.SyntaxKind.NumericLiteral && (bare as ts.NumericLiteral).text === "0";
}

/** M2: the value of an assignment is a use of its target. */
function useResult(cx: Lowering, reference: Reference, flow: Flow, node: ts.BinaryExpression): void {
  if (flow.kind === "borrow" || !isOwned(cx, node)) return;
  applyFlow(cx, reference, flow, node);
}
