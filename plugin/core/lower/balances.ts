import type ts from "typescript";
import type { CallFact } from "../facts/questions.js";
import { castInto } from "./casts.js";
import { unknownBalance, type Balance, type Sum } from "../ir/Balance.js";
import { rootOf, type Place } from "../ir/places.js";
import { lowerAccess, mayBePlace, type Reference } from "./access.js";
import { spanOf, type Lowering } from "./Lowering.js";
import { valueOf, withoutParentheses, withoutSpelling } from "./values.js";

/** X1: the balance that an expression's value has, read off the calls that made it. Evaluates nothing. */
export function balanceOf(cx: Lowering, node: ts.Expression): Balance {
  const K = cx.syntax.SyntaxKind;
  const bare = withoutSpelling(cx, node);
  // P1: what is known of the value is known of it under any type.
  if (bare.kind === K.AsExpression && castInto(cx, bare as ts.AsExpression) === "same-place")
    return balanceOf(cx, (bare as ts.AsExpression).expression);
  if (bare.kind === K.Identifier) {
    const place = knownPlace(cx, bare);
    return place === null ? boundOf(cx, bare) : { kind: "of", place };
  }
  const fact = bare.kind === K.CallExpression ? cx.facts.call(bare) : null;
  if (fact === null || fact.budgetOperation === null) return boundOf(cx, bare);
  const call = bare as ts.CallExpression;
  const [amount = null] = fact.amounts;
  switch (fact.budgetOperation) {
    case "issue":
      return amount === null ? boundOf(cx, bare) : { kind: "exactly", amount };
    case "spend":
      return { kind: "after", balance: receiverBalance(cx, call), amount };
    case "merge": {
      return sumOf(cx, call) ?? receiverBalance(cx, call);
    }
    case "split":
    case "reserve":
    case "stream":
      return boundOf(cx, bare);
  }
}

/** The balances of the parts that a `split`, `reserve` or `stream` yields, by slot; null: the call is none of these. */
export function partBalances(cx: Lowering, node: ts.Expression): readonly Balance[] | null {
  const bare = withoutParentheses(cx, node);
  const fact = cx.facts.call(bare);
  if (fact === null || fact.budgetOperation === null) return null;
  const total = totalOf(fact);
  const rest: Balance = {
    kind: "after",
    balance: receiverBalance(cx, bare as ts.CallExpression),
    amount: total,
  };
  switch (fact.budgetOperation) {
    case "split":
      return [
        ...fact.amounts.map((amount): Balance =>
          amount === null ? unknownBalance : { kind: "exactly", amount },
        ),
        rest,
      ];
    case "reserve":
    case "stream":
      return [rest];
    default:
      return null;
  }
}

/** A budget operation with known amounts: the data flow will know whether it can succeed. */
export function operate(cx: Lowering, node: ts.Node, fact: CallFact | null): void {
  if (fact === null || cx.failureIsMeant) return;
  const { budgetOperation, amounts } = fact;
  if (budgetOperation === null || budgetOperation === "issue") return;
  if (budgetOperation === "merge") {
    const sum = sumOf(cx, node as ts.CallExpression);
    if (sum !== null && sum.max !== null)
      cx.build.emit({ op: "merge", sum, subject: cx.syntax.textOf(node), at: spanOf(cx, node) });
    return;
  }
  if (totalOf(fact) === null) return;
  cx.build.emit({
    op: "withdraw",
    from: receiverBalance(cx, node as ts.CallExpression),
    amounts: amounts.filter((amount) => amount !== null),
    subject: cx.syntax.textOf(node),
    at: spanOf(cx, node),
  });
}

/** The place holds a value of this balance from here on. */
export function setBalance(cx: Lowering, reference: Reference, balance: Balance): void {
  if (reference.kind !== "place" || !isKnown(cx, reference.place)) return;
  cx.build.emit({ op: "set-balance", place: reference.place, balance });
}

/** Balances are followed through the variables that only this body can write. */
function isKnown(cx: Lowering, place: Place): boolean {
  return (
    place.parent === null &&
    place.slot === null &&
    !place.captured &&
    !cx.scopes.capturedBy.has(Number(place.key))
  );
}

export function knownPlace(cx: Lowering, node: ts.Expression): Place | null {
  const bare = withoutSpelling(cx, node);
  // P1: a cast from one affine type to another is the same place.
  const isCast = bare.kind === cx.syntax.SyntaxKind.AsExpression;
  if (isCast && castInto(cx, bare as ts.AsExpression) === "same-place")
    return knownPlace(cx, (bare as ts.AsExpression).expression);
  if (bare.kind !== cx.syntax.SyntaxKind.Identifier || !mayBePlace(cx, bare)) return null;
  const reference = lowerAccess(cx, bare);
  return reference.kind === "place" && reference.tracked && isKnown(cx, rootOf(reference.place))
    ? reference.place
    : null;
}

export function boundOf(cx: Lowering, node: ts.Expression): Balance {
  const { bound } = valueOf(cx, node);
  return bound === null ? unknownBalance : { kind: "at-most", amount: bound };
}

/** What a `merge` makes. */
function sumOf(cx: Lowering, call: ts.CallExpression): Sum | null {
  const [other] = call.arguments;
  if (other === undefined) return null;
  const { bound: max } = valueOf(cx, receiverOf(cx, call));
  return { kind: "sum", left: receiverBalance(cx, call), right: balanceOf(cx, other), max };
}

function receiverBalance(cx: Lowering, call: ts.CallExpression): Balance {
  return balanceOf(cx, receiverOf(cx, call));
}

function receiverOf(cx: Lowering, call: ts.CallExpression): ts.Expression {
  return (withoutParentheses(cx, call.expression) as ts.PropertyAccessExpression).expression;
}

function totalOf({ amounts }: CallFact): number | null {
  let total = 0;
  for (const amount of amounts) {
    if (amount === null) return null;
    total += amount;
  }
  return total;
}
