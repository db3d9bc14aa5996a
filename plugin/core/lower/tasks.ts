import type ts from "typescript";
import { removers } from "../facts/keepers.js";
import { libraryMember } from "../facts/library.js";
import type { CallFact } from "../facts/questions.js";
import { nothingHeld, type Held, type Task, type Walk } from "../ir/Body.js";
import { returnedKey, type Place } from "../ir/places.js";
import { isBoundElement } from "../syntax/boundElements.js";
import { staticKey } from "../syntax/staticKey.js";
import { isTransparent } from "../syntax/transparent.js";
import { bindingPlace } from "./access.js";
import { spanOf, tasksOfCall, type Lowering } from "./Lowering.js";
import { valueOf, withoutParentheses } from "./values.js";

/**
 * How a value holds promises: it is one; its elements are; it is what `Promise.all` makes of them, which has settled with
 * all of them only if it is fulfilled; or its elements are such.
 */
type Level = "itself" | "elements" | "all" | "elements-all";
const levels: readonly Level[] = ["itself", "elements", "all", "elements-all"];

/** The promises that a value holds. */
function heldBy(cx: Lowering, node: ts.Expression, level: Level): Held {
  const K = cx.syntax.SyntaxKind;
  if (isTransparent(cx.syntax, node)) return heldBy(cx, node.expression, level);
  switch (node.kind) {
    case K.Identifier:
    case K.PropertyAccessExpression: {
      const keeper = keeperOf(cx, node);
      return keeper === null ? nothingHeld : { tasks: [], keepers: [levelOf(cx, keeper, level)] };
    }
    case K.ConditionalExpression:
      return { tasks: [], keepers: [levelOf(cx, keeperOfValue(cx, node), level)] };
    case K.BinaryExpression: {
      const { operatorToken, right } = node as ts.BinaryExpression;
      const passesOn = operatorToken.kind === K.EqualsToken || operatorToken.kind === K.CommaToken;
      return passesOn ? heldBy(cx, right, level) : nothingHeld;
    }
    case K.ArrayLiteralExpression:
      return isOfElements(level)
        ? unite((node as ts.ArrayLiteralExpression).elements.map((each) => heldByElement(cx, each, level)))
        : nothingHeld;
    case K.CallExpression:
      return heldByCall(cx, node as ts.CallExpression, level);
    default:
      return nothingHeld;
  }
}

type ElementLevel = "elements" | "elements-all";
const elementLevels: readonly ElementLevel[] = ["elements", "elements-all"];

function isOfElements(level: Level): level is ElementLevel {
  return level === "elements" || level === "elements-all";
}

/** What an array holds for having this element, or the elements that are spread here. */
function heldByElement(cx: Lowering, element: ts.Expression, level: ElementLevel): Held {
  if (element.kind === cx.syntax.SyntaxKind.SpreadElement)
    return heldBy(cx, (element as ts.SpreadElement).expression, level);
  return heldBy(cx, element, level === "elements" ? "itself" : "all");
}

function heldByCall(cx: Lowering, call: ts.CallExpression, level: Level): Held {
  const fact = cx.facts.call(call);
  const [first] = call.arguments;
  if (isPromiseCombinator(fact)) {
    if (first === undefined) return nothingHeld;
    if (fact?.library === "Promise.allSettled")
      return level === "itself" ? heldBy(cx, first, "elements") : nothingHeld;
    // Fulfilled only if all are: then so is each `Promise.all` among them.
    return level === "all"
      ? unite([heldBy(cx, first, "elements"), heldBy(cx, first, "elements-all")])
      : nothingHeld;
  }
  if (fact?.library === "Array.concat" && isOfElements(level)) {
    const { expression: receiver } = call.expression as ts.PropertyAccessExpression;
    const added = call.arguments.map((each) =>
      valueOf(cx, each).array ? heldBy(cx, each, level) : heldByElement(cx, each, level),
    );
    return unite([heldBy(cx, receiver, level), ...added]);
  }
  const callback = libraryMember(fact?.library ?? null)?.callback;
  if (callback?.runs === "later" && fact?.library?.startsWith("Promise.") === true) {
    // `p.then(f)` settles after `p`, and after `f`.
    const { expression } = call.expression as ts.PropertyAccessExpression;
    const lent = cx.tasks.get(call)?.lent;
    const handlers = call.arguments.map((each) => cx.tasks.get(withoutParentheses(cx, each))?.itself);
    const own = [lent, ...handlers].filter((task) => task !== undefined);
    // Where a failure is handled, a `Promise.all` need not have been fulfilled.
    const passesOn = !(level === "all" && handlesFailure(cx, call, fact));
    return unite([passesOn ? heldBy(cx, expression, level) : nothingHeld, fresh(...own)]);
  }
  if (callback?.runs === "repeatedly") {
    return isOfElements(level) && keepsResults(fact)
      ? { tasks: [], keepers: [levelOf(cx, keeperOfValue(cx, call), level)] }
      : nothingHeld;
  }
  const tasks = cx.tasks.get(call);
  if (tasks === undefined) return nothingHeld;
  if (level === "elements-all") return nothingHeld;
  return level === "itself" ? fresh(tasks.lent, tasks.itself) : fresh(tasks[level]);
}

/** `p.catch(f)`, `p.then(f, g)`: what comes of it is fulfilled even if the promise failed. */
function handlesFailure(cx: Lowering, call: ts.CallExpression, fact: CallFact | null): boolean {
  const [, failed] = call.arguments;
  const isGiven = failed !== undefined && cx.syntax.textOf(failed) !== "undefined";
  return fact?.library === "Promise.catch" || (fact?.library === "Promise.then" && isGiven);
}

/** Promises whose failure somebody handles, so that what waits for them goes on (M4). */
export function handleFailures(cx: Lowering, node: ts.Node, fact: CallFact | null): void {
  if (cx.keepers === null || node.kind !== cx.syntax.SyntaxKind.CallExpression) return;
  const call = node as ts.CallExpression;
  const [first] = call.arguments;
  if (fact?.library === "Promise.allSettled" && first !== undefined)
    handleFailure(cx, heldBy(cx, first, "elements"));
  if (handlesFailure(cx, call, fact))
    handleFailure(cx, heldBy(cx, (call.expression as ts.PropertyAccessExpression).expression, "itself"));
}

function handleFailure(cx: Lowering, held: Held): void {
  if (held.tasks.length + held.keepers.length > 0) cx.build.emit({ op: "handle-failure", held });
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
    const held = bare === null ? nothingHeld : heldBy(cx, bare, level);
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
      if (isBoundElement(cx.syntax, element)) keepIn(cx, element.name, values[index] ?? null);
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
        for (const level of elementLevels) {
          const held = heldByElement(cx, operand, level);
          cx.build.emit({ op: "keep", keeper: levelOf(cx, keeper, level), held, replaces: false });
        }
      }
    }
  }
  // A function of somebody else's may take promises out of what it is given.
  if (fact?.library === null) for (const operand of operands) forgetElements(cx, operand);
}

function forgetElements(cx: Lowering, node: ts.Expression): void {
  const keeper = keeperOf(cx, node);
  if (keeper === null) return;
  for (const level of elementLevels)
    cx.build.emit({ op: "keep", keeper: levelOf(cx, keeper, level), held: nothingHeld, replaces: true });
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
  const { itself, lent, all } = tasksOfCall(cx, call);
  const made: Readonly<Record<ElementLevel, Held>> = {
    elements: fresh(itself, lent),
    "elements-all": fresh(all),
  };
  for (const level of elementLevels) {
    const keeper = levelOf(cx, keeperOfValue(cx, call), level);
    const held = step === "before" ? nothingHeld : made[level];
    cx.build.emit({ op: "keep", keeper, held, replaces: step === "before" });
  }
}

/** `for (const p of ps) await p;` goes through the promises that `ps` holds: when it is through, all have settled (B3). */
export interface PromiseWalk extends Walk {
  readonly node: ts.ForOfStatement;
}

/** Null: the loop goes through no promises that anybody knows of. */
export function walkOver(cx: Lowering, node: ts.ForOfStatement): PromiseWalk | null {
  const { expression, awaitModifier } = node;
  const held = cx.keepers === null ? nothingHeld : heldBy(cx, expression, "elements");
  if (held.tasks.length + held.keepers.length === 0) return null;
  const keeper = cx.build.places.root(`walked ${String(node.pos)}`, "", null);
  cx.build.emit({ op: "keep", keeper, held, replaces: true });
  const at = spanOf(cx, expression);
  const round =
    awaitModifier === undefined ? { at, older: { at, older: null, within: null }, within: null } : null;
  return { node, since: { tasks: [], keepers: [keeper] }, round };
}

/** The variable of the loop has one more promise, which is to be awaited before the next. */
export function beginRound(cx: Lowering, { node: { initializer }, round }: PromiseWalk): void {
  if (round === null) return;
  // Runs as anything does that looks at something; here at what nobody else names.
  const place = cx.build.places.root(`round ${String(initializer.pos)}`, "", null);
  cx.build.emit({ op: "start", task: round, loans: [{ place, at: round.at }], holders: [] });
  const isDeclared = initializer.kind === cx.syntax.SyntaxKind.VariableDeclarationList;
  const [declaration] = isDeclared ? (initializer as ts.VariableDeclarationList).declarations : [];
  const keeper = declaration === undefined ? null : keeperOf(cx, declaration.name as ts.Expression);
  if (keeper !== null) cx.build.emit({ op: "keep", keeper, held: fresh(round), replaces: true });
}

export function settleWalk(cx: Lowering, { node: { expression }, since, round }: PromiseWalk): void {
  const held = heldBy(cx, expression, "elements");
  const at = spanOf(cx, expression);
  const text = cx.syntax.textOf(expression);
  cx.build.emit({ op: "settle", held, fulfilled: null, walk: { since, round }, at, text });
}

/**
 * C2: what has settled when a handler of `p.then(ok, failed)` runs; null if this is none. That is `p`; and for `ok`, which runs only if `p` is
 * fulfilled, all that a `Promise.all` was given.
 */
export function settledBeforeHandler(
  cx: Lowering,
  call: ts.CallExpression | ts.NewExpression,
  handler: ts.Expression,
): Held | null {
  const K = cx.syntax.SyntaxKind;
  const { expression: callee, arguments: handlers } = call;
  const { library = null } = cx.facts.call(call) ?? {};
  if (library?.startsWith("Promise.") !== true || callee.kind !== K.PropertyAccessExpression) return null;
  const { expression: promise, name } = callee as ts.PropertyAccessExpression;
  const [first] = handlers ?? [];
  const needsFulfilled =
    name.text === "then" && first !== undefined && withoutParentheses(cx, first) === handler;
  const itself = heldBy(cx, promise, "itself");
  return needsFulfilled ? unite([itself, heldBy(cx, promise, "all")]) : itself;
}

/** The promise that a variable stands for. */
export function keptIn(cx: Lowering, variable: ts.Expression): Held {
  const isName = variable.kind === cx.syntax.SyntaxKind.Identifier;
  return cx.keepers !== null && isName ? heldBy(cx, variable, "itself") : nothingHeld;
}

/** What has settled once the operand is awaited: always, and only if that does not throw. */
export function heldByAwaited(
  cx: Lowering,
  operand: ts.Expression,
): { readonly always: Held; readonly ifFulfilled: Held } {
  return { always: heldBy(cx, operand, "itself"), ifFulfilled: heldBy(cx, operand, "all") };
}

/** The promise of a call that is awaited at once: if that does not throw, it is fulfilled. */
export function fulfilledWith(cx: Lowering, operand: ts.Expression): Task | null {
  const bare = withoutParentheses(cx, operand);
  const isOurs = bare.kind === cx.syntax.SyntaxKind.CallExpression && cx.facts.call(bare)?.library === null;
  return isOurs ? (cx.tasks.get(bare)?.itself ?? null) : null;
}
