import type ts from "typescript";
import { libraryMember } from "../facts/library.js";
import type { CallFact } from "../facts/questions.js";
import type { Held, Task } from "../ir/Body.js";
import { returnedKey, type Place } from "../ir/places.js";
import { staticKey } from "../syntax/staticKey.js";
import { isTransparent } from "../syntax/transparent.js";
import { bindingPlace } from "./access.js";
import { tasksOfCall, type Lowering } from "./Lowering.js";
import { withoutParentheses } from "./values.js";

/**
 * How a value holds promises: it is one; its elements are; it is what `Promise.all` makes of them, which has settled with
 * all of them only if it is fulfilled.
 */
type Level = "itself" | "elements" | "all";
const levels: readonly Level[] = ["itself", "elements", "all"];

const nothing: Held = { tasks: [], keepers: [] };

/** The promises that a value holds. */
function heldBy(cx: Lowering, node: ts.Expression, level: Level): Held {
  const K = cx.syntax.SyntaxKind;
  if (isTransparent(cx.syntax, node)) return heldBy(cx, node.expression, level);
  switch (node.kind) {
    case K.Identifier:
    case K.PropertyAccessExpression: {
      const keeper = keeperOf(cx, node);
      return keeper === null ? nothing : { tasks: [], keepers: [levelOf(cx, keeper, level)] };
    }
    case K.ConditionalExpression:
      return { tasks: [], keepers: [levelOf(cx, keeperOfValue(cx, node), level)] };
    case K.BinaryExpression: {
      const { operatorToken, right } = node as ts.BinaryExpression;
      const passesOn = operatorToken.kind === K.EqualsToken || operatorToken.kind === K.CommaToken;
      return passesOn ? heldBy(cx, right, level) : nothing;
    }
    case K.ArrayLiteralExpression:
      if (level !== "elements") return nothing;
      return unite(
        (node as ts.ArrayLiteralExpression).elements.map((element) =>
          element.kind === K.SpreadElement
            ? heldBy(cx, (element as ts.SpreadElement).expression, "elements")
            : heldBy(cx, element, "itself"),
        ),
      );
    case K.CallExpression:
      return heldByCall(cx, node as ts.CallExpression, level);
    default:
      return nothing;
  }
}

function heldByCall(cx: Lowering, call: ts.CallExpression, level: Level): Held {
  const fact = cx.facts.call(call);
  const [first] = call.arguments;
  if (isPromiseCombinator(fact)) {
    const settlesAll = fact?.library === "Promise.allSettled" ? "itself" : "all";
    return first !== undefined && level === settlesAll ? heldBy(cx, first, "elements") : nothing;
  }
  const callback = libraryMember(fact?.library ?? null)?.callback;
  if (callback?.runs === "later" && fact?.library?.startsWith("Promise.") === true) {
    // `p.then(f)` settles after `p`.
    const { expression } = call.expression as ts.PropertyAccessExpression;
    const own = cx.tasks.get(call);
    return unite([heldBy(cx, expression, level), own === undefined ? nothing : fresh(own.lent)]);
  }
  if (callback?.runs === "repeatedly") {
    return level === "elements" && keepsResults(fact)
      ? { tasks: [], keepers: [levelOf(cx, keeperOfValue(cx, call), "elements")] }
      : nothing;
  }
  const tasks = cx.tasks.get(call);
  if (tasks === undefined) return nothing;
  return level === "itself" ? fresh(tasks.lent, tasks.itself) : fresh(tasks[level]);
}

function fresh(...tasks: readonly Task[]): Held {
  return { tasks, keepers: [] };
}

function unite(each: readonly Held[]): Held {
  return {
    tasks: each.flatMap(({ tasks }) => tasks),
    keepers: each.flatMap(({ keepers }) => keepers),
  };
}

/** The library makes an array of what the callback returns. */
function keepsResults(fact: CallFact | null): boolean {
  return (
    fact?.library === "Array.map" || fact?.library === "ReadonlyArray.map" || fact?.library === "Array.from"
  );
}

function isPromiseCombinator(fact: CallFact | null): boolean {
  return fact?.library === "Promise.all" || fact?.library === "Promise.allSettled";
}

/** The variable, or part of one, that a name stands for; null where others may put something else there. */
function keeperOf(cx: Lowering, node: ts.Expression): Place | null {
  const K = cx.syntax.SyntaxKind;
  const bare = withoutParentheses(cx, node);
  if (bare.kind === K.PropertyAccessExpression) {
    const { expression, name } = bare as ts.PropertyAccessExpression;
    const base = keeperOf(cx, expression);
    return base === null ? null : cx.build.places.part(base, name.text, `${base.text}.${name.text}`, null);
  }
  if (bare.kind !== K.Identifier) return null;
  const binding = cx.facts.binding(bare);
  if (binding === null || cx.keepers?.has(binding.id) !== true) return null;
  const reference = bindingPlace(cx, bare);
  if (reference.kind !== "place" || reference.place.captured || reference.place.slot !== null) return null;
  return cx.build.places.root(`kept ${String(binding.id)}`, binding.name, null);
}

/** Keeps what an expression holds that has no name. */
function keeperOfValue(cx: Lowering, node: ts.Node): Place {
  return cx.build.places.root(`kept at ${String(node.pos)} ${String(node.end)}`, "", null);
}

function levelOf(cx: Lowering, place: Place, level: Level): Place {
  return level === "itself" ? place : cx.build.places.part(place, `(${level})`, place.text, null);
}

function keep(cx: Lowering, keeper: Place, node: ts.Expression | null, replaces = true): void {
  const K = cx.syntax.SyntaxKind;
  const bare = node === null ? null : withoutParentheses(cx, node);
  for (const level of levels) {
    const held = bare === null ? nothing : heldBy(cx, bare, level);
    const forgets = replaces && level === "itself";
    if (forgets || held.tasks.length + held.keepers.length > 0) {
      cx.build.emit({ op: "keep", keeper: levelOf(cx, keeper, level), held, replaces: forgets });
    }
  }
  if (bare?.kind !== K.ObjectLiteralExpression) return;
  for (const property of (bare as ts.ObjectLiteralExpression).properties) {
    const key = staticKey(cx.syntax, property.name);
    if (
      key === null ||
      (property.kind !== K.PropertyAssignment && property.kind !== K.ShorthandPropertyAssignment)
    )
      continue;
    const value = property.kind === K.PropertyAssignment ? property.initializer : property.name;
    keep(cx, cx.build.places.part(keeper, key, `${keeper.text}.${key}`, null), value);
  }
}

/** A variable, or a part of one, is written. */
export function keepIn(cx: Lowering, target: ts.Node, value: ts.Expression | null): void {
  const K = cx.syntax.SyntaxKind;
  if (cx.keepers === null) return;
  if (target.kind === K.ArrayBindingPattern) {
    const bare = value === null ? null : withoutParentheses(cx, value);
    const values =
      bare?.kind === K.ArrayLiteralExpression ? (bare as ts.ArrayLiteralExpression).elements : [];
    (target as ts.ArrayBindingPattern).elements.forEach((element, index) => {
      if (element.kind === K.BindingElement) keepIn(cx, element.name, values[index] ?? null);
    });
    return;
  }
  if (target.kind === K.ElementAccessExpression) {
    forgetElements(cx, (target as ts.ElementAccessExpression).expression);
    return;
  }
  if (
    target.kind === K.PropertyAccessExpression &&
    (target as ts.PropertyAccessExpression).name.text === "length"
  )
    forgetElements(cx, (target as ts.PropertyAccessExpression).expression);
  const keeper = keeperOf(cx, target as ts.Expression);
  if (keeper !== null) keep(cx, keeper, value);
}

const adders: ReadonlySet<string> = new Set(["push", "unshift", "add"]);
const removers: ReadonlySet<string> = new Set([
  "pop",
  "shift",
  "splice",
  "delete",
  "clear",
  "fill",
  "copyWithin",
]);

/** `ps.push(run())` keeps one more; what takes some out, or may, loses sight of all. */
export function keepFromCall(cx: Lowering, node: ts.Node, fact: CallFact | null): void {
  const K = cx.syntax.SyntaxKind;
  if (cx.keepers === null || node.kind !== K.CallExpression) return;
  const { expression: callee, arguments: operands } = node as ts.CallExpression;
  const method = fact?.library?.split(".").at(-1) ?? "";
  if (callee.kind === K.PropertyAccessExpression && fact?.library !== null) {
    const receiver = (callee as ts.PropertyAccessExpression).expression;
    const keeper = keeperOf(cx, receiver);
    if (keeper !== null && removers.has(method)) forgetElements(cx, receiver);
    if (keeper !== null && adders.has(method)) {
      for (const operand of operands) {
        const spread = operand.kind === K.SpreadElement;
        const held = spread
          ? heldBy(cx, (operand as ts.SpreadElement).expression, "elements")
          : heldBy(cx, operand, "itself");
        cx.build.emit({ op: "keep", keeper: levelOf(cx, keeper, "elements"), held, replaces: false });
      }
    }
  }
  // A function of somebody else's may take promises out of what it is given.
  if (fact?.library === null) for (const operand of operands) forgetElements(cx, operand);
}

function forgetElements(cx: Lowering, node: ts.Expression): void {
  const keeper = keeperOf(cx, node);
  if (keeper === null) return;
  cx.build.emit({ op: "keep", keeper: levelOf(cx, keeper, "elements"), held: nothing, replaces: true });
}

/** What the function returns is its caller's to await. */
export function keepReturned(cx: Lowering, value: ts.Expression): void {
  if (cx.keepers !== null) keep(cx, cx.build.places.root(returnedKey, "", null), value, false);
}

/** One of the alternatives is the value of the whole. */
export function keepAlternative(cx: Lowering, whole: ts.Expression, chosen: ts.Expression): void {
  if (cx.keepers !== null) keep(cx, keeperOfValue(cx, whole), chosen);
}

/** The results of a callback are elements of what the call makes. */
export function keepResults(cx: Lowering, call: ts.Node, step: "before" | "after"): void {
  if (!keepsResults(cx.facts.call(call))) return;
  const keeper = levelOf(cx, keeperOfValue(cx, call), "elements");
  const { itself, lent } = tasksOfCall(cx, call);
  const held = step === "before" ? nothing : fresh(itself, lent);
  cx.build.emit({ op: "keep", keeper, held, replaces: step === "before" });
}

/** What has settled once the operand is awaited: always, and only if that does not throw. */
export function heldByAwaited(
  cx: Lowering,
  operand: ts.Expression,
): { readonly always: Held; readonly ifFulfilled: Held } {
  return { always: heldBy(cx, operand, "itself"), ifFulfilled: heldBy(cx, operand, "all") };
}
