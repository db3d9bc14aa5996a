import type ts from "typescript";
import { unknownBalance } from "../ir/Balance.js";
import { balanceOf, boundOf, knownPlace, partBalances, setBalance } from "./balances.js";
import { keepBorrow } from "./borrows.js";
import {
  applyFlow,
  bindingPlace,
  hold,
  lendPlace,
  lowerAccess,
  mayBePlace,
  moveOut,
  reportEscape,
  use,
  type Reference,
} from "./access.js";
import { assignmentReason, storeInto } from "./assignments.js";
import { lowerExpression } from "./expressions.js";
import { reportForgeries, reportForgedParts } from "./forgery.js";
import {
  interrupt,
  lending,
  moving,
  report,
  spanOf,
  type Flow,
  type Lent,
  type Lowering,
  unsupported,
} from "./Lowering.js";
import { flowInto, isOwned, valueOf, withoutParentheses } from "./values.js";
import { lowerName } from "./literals.js";
import { isBoundElement } from "../syntax/boundElements.js";
import { isCopiedByParts } from "../facts/ownership.js";
import { staticKey } from "../syntax/staticKey.js";
import type { ValueFact } from "../facts/questions.js";

export const nothingLent: Lent = { places: [], holders: [] };

/** What a pattern takes apart: a place, part by part, or a value that nothing else names. */
interface Source {
  readonly reference: Reference;
  /** What a value without a name looks at. */
  readonly lent: Lent;
  readonly fact: ValueFact;
}

/** `name = initializer`, and patterns of them, as `const`, `let`, `var` and `using` have it. */
export function bindDeclaration(cx: Lowering, name: ts.BindingName, initializer: ts.Expression): void {
  if (name.kind !== cx.syntax.SyntaxKind.Identifier) {
    bindPattern(cx, name, lowerSource(cx, name, initializer));
    bindPartBalances(cx, name, initializer);
    return;
  }
  const reference = bindingPlace(cx, name);
  if (looksAtSomething(cx, name, initializer)) {
    const lent: Lent = { places: [], holders: [] };
    lowerExpression(cx, initializer, lending(lent));
    bindName(cx, name, false);
    keepBorrow(cx, reference, lent, initializer);
    return;
  }
  // T5: a name that is declared an owner is one; any other is a borrow if what it names turns out to stay where it is.
  const mayBorrow = (name.parent as ts.VariableDeclaration).type === undefined;
  const into = mayBorrow && reference.kind === "place" && !reference.place.captured ? reference.place : null;
  lowerExpression(cx, initializer, flowInto(cx, initializer, { kind: "binding", name: name.text }, into));
  // `null` and the like bring nothing that could be owed.
  bindName(cx, name, valueOf(cx, initializer).ownership.kind !== "plain", initializer);
  setBalance(cx, reference, balanceOf(cx, initializer));
}

/** X1: `const [part, rest] = b.split(300)`. */
function bindPartBalances(cx: Lowering, pattern: ts.BindingPattern, initializer: ts.Expression): void {
  const K = cx.syntax.SyntaxKind;
  if (pattern.kind !== K.ArrayBindingPattern) return;
  const balances = partBalances(cx, initializer);
  pattern.elements.forEach((element, index) => {
    if (!isBoundElement(cx.syntax, element)) return;
    const { name } = element;
    if (name.kind !== K.Identifier) return;
    setBalance(cx, bindingPlace(cx, name), balances?.[index] ?? boundOf(cx, name));
  });
}

/** The same for `[part, b] = b.split(300)`: all balances are of before the assignment, and set after it. */
function keepPartBalances(
  cx: Lowering,
  pattern: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression,
  initializer: ts.Expression,
): () => void {
  const balances =
    pattern.kind === cx.syntax.SyntaxKind.ArrayLiteralExpression ? partBalances(cx, initializer) : null;
  const elements = balances === null ? [] : [...(pattern as ts.ArrayLiteralExpression).elements];
  const kept = elements.flatMap((element, index) => {
    const place = knownPlace(cx, element);
    if (place === null) return [];
    const before = cx.build.places.root(`balance ${String(pattern.pos)} ${String(index)}`, "", null);
    cx.build.emit({ op: "set-balance", place: before, balance: balances?.[index] ?? unknownBalance });
    return [{ place, before }];
  });
  return () => {
    for (const { place, before } of kept) {
      cx.build.emit({ op: "set-balance", place, balance: { kind: "of", place: before } });
    }
  };
}

/** T3: a name is a borrow iff it is declared so or, where nothing is declared, its initialiser is. */
function looksAtSomething(cx: Lowering, name: ts.Identifier, initializer: ts.Expression): boolean {
  const binding = cx.facts.binding(name);
  if (binding === null) return false;
  if (binding.ownership.kind === "borrowed" || isView(cx, name)) return true;
  const declaration = name.parent as ts.VariableDeclaration;
  if (declaration.type !== undefined || !cx.facts.lent.has(withoutParentheses(cx, initializer))) return false;
  cx.lentNames.set(binding.id, "the library only lends this element");
  return true;
}

function isView(cx: Lowering, name: ts.Expression): boolean {
  const binding = cx.facts.binding(name);
  return binding !== null && cx.scopes.views.has(binding.id);
}

/** A fresh binding, live from here on. `holds`: with a value of its own, which it owes to resolve if it is linear. */
export function bindName(
  cx: Lowering,
  name: ts.Identifier,
  holds = true,
  value: ts.Expression | null = null,
): void {
  const reference = bindingPlace(cx, name);
  if (reference.kind !== "place" || !reference.tracked) return;
  cx.build.emit({ op: "declare", place: reference.place });
  // A closure that moves it is seen to do so where it runs.
  if (cx.lentNames.has(Number(reference.place.key)))
    cx.build.emit({ op: "only-borrows", place: reference.place });
  if (holds) hold(cx, reference, name, cx.facts.value(name), value);
}

/** Takes a value apart into fresh bindings. */
export function bindPattern(cx: Lowering, pattern: ts.BindingPattern, source: Source): void {
  const K = cx.syntax.SyntaxKind;
  if (pattern.kind === K.ArrayBindingPattern) {
    const { elements } = pattern;
    const owning = elements.some(
      (element) => isBoundElement(cx.syntax, element) && bindsOwned(cx, element.name),
    );
    beginArrayPattern(cx, pattern, source, owning);
    elements.forEach((element, index) => {
      if (!isBoundElement(cx.syntax, element)) return;
      bindElement(cx, element, source, String(index), indicesBelow(index));
    });
    return;
  }
  beginObjectPattern(cx, pattern, source);
  const named = new Set<string>();
  for (const element of pattern.elements) {
    const key = keyOf(cx, element.propertyName ?? element.name);
    bindElement(cx, element, source, key, named);
    if (key !== null) named.add(key);
  }
}

function bindElement(
  cx: Lowering,
  element: ts.BindingElement,
  source: Source,
  key: string | null,
  taken: ReadonlySet<string>,
): void {
  const { name, initializer } = element;
  const reason = { kind: "binding", name: cx.syntax.textOf(name) } as const;
  if (element.dotDotDotToken !== undefined) {
    moveRest(cx, source, taken, name);
    if (name.kind === cx.syntax.SyntaxKind.Identifier) {
      bindName(cx, name);
      if (isView(cx, name)) lendPart(cx, bindingPlace(cx, name), name, source.reference, source, nothingLent);
    }
    return;
  }
  const part = partOf(cx, source, key, name);
  if (name.kind === cx.syntax.SyntaxKind.Identifier) {
    takePart(cx, part, name, reason, isOwnedPart(source, key), true);
    const fallback = lowerDefault(cx, initializer, reason);
    bindName(cx, name);
    reportMethodTaken(cx, element, name);
    const { ownership } = cx.facts.value(name);
    if (ownership.kind === "borrowed" || isView(cx, name))
      lendPart(cx, bindingPlace(cx, name), name, part, source, fallback);
    return;
  }
  const fallback = lowerDefault(cx, initializer, reason);
  bindPattern(cx, name, {
    reference: part,
    fact: cx.facts.value(name),
    lent: uniteLent(source.lent, fallback),
  });
}

/** X7: who calls what was taken off its receiver, and how often, cannot be seen. */
function reportMethodTaken(cx: Lowering, node: ts.Node, name: ts.Expression): void {
  if (cx.facts.value(name).member !== "consuming-method") return;
  unsupported(cx, node, `taking the consuming method \`${cx.syntax.textOf(name)}\` off its receiver`);
}

function uniteLent(a: Lent, b: Lent): Lent {
  return { places: [...a.places, ...b.places], holders: [...a.holders, ...b.holders] };
}

/** A borrow taken out of something looks at what that looks at. */
function lendPart(
  cx: Lowering,
  target: Reference,
  name: ts.Expression,
  part: Reference,
  { fact, lent }: Source,
  fallback: Lent,
): void {
  const all = uniteLent(lent, fallback);
  if (part.kind === "place") lendPlace(cx, all, fact.ownership.kind, part.place, spanOf(cx, name));
  keepBorrow(cx, target, all, name);
}

function indicesBelow(limit: number): ReadonlySet<string> {
  return new Set(Array.from({ length: limit }, (_, index) => String(index)));
}

/** Takes a value apart into existing places: `[a, b] = [b, a]`. */
export function assignPattern(
  cx: Lowering,
  pattern: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression,
  initializer: ts.Expression,
  flow: Flow,
): void {
  reportForgedParts(cx, pattern, initializer);
  const bare = withoutParentheses(cx, initializer);
  const flowsOn = flow.kind !== "borrow" && isOwned(cx, initializer);
  if (flowsOn && !mayBePlace(cx, bare)) {
    lowerSharedSource(cx, pattern, initializer, flow);
    return;
  }
  // Each part answers for itself where it is assigned to.
  const source = lowerSource(cx, pattern, initializer, false);
  const setPartBalances = keepPartBalances(cx, pattern, initializer);
  assignParts(cx, pattern, source);
  setPartBalances();
  // The value of the assignment is what was taken apart: what is left of it flows on.
  if (flowsOn) applyFlow(cx, source.reference, flow, bare);
}

/** `return ({ n } = make())`: what nothing names is taken apart, and flows on. */
function lowerSharedSource(
  cx: Lowering,
  pattern: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression,
  initializer: ts.Expression,
  flow: Flow,
): void {
  if (namesOwned(cx, pattern)) {
    const text = cx.syntax.textOf(initializer);
    const place = cx.build.places.root(`temporary ${String(initializer.pos)}`, text, null);
    const reference: Reference = { kind: "place", place, tracked: true };
    lowerExpression(cx, initializer, moving({ kind: "binding", name: text }));
    cx.build.emit({ op: "store", place, at: spanOf(cx, initializer), present: true });
    assignParts(cx, pattern, { reference, fact: valueOf(cx, initializer), lent: nothingLent });
    // What is left of it flows on, which is not the whole (R3).
    applyFlow(cx, reference, flow, initializer);
    return;
  }
  lowerExpression(cx, initializer, flow);
  // Whoever the value flows on to has what it looks at; a borrow that is taken out of it looks at the same.
  const lent = flow.kind === "borrow" && flow.loans !== null ? flow.loans : nothingLent;
  assignParts(cx, pattern, { reference: { kind: "value" }, fact: valueOf(cx, initializer), lent });
}

/** As `assignPattern`, from a value that nothing else names: the step of an iteration. */
export function assignSource(
  cx: Lowering,
  pattern: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression,
): void {
  assignParts(cx, pattern, {
    reference: { kind: "value" },
    fact: cx.facts.value(pattern),
    lent: nothingLent,
  });
}

function assignParts(
  cx: Lowering,
  pattern: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression,
  source: Source,
): void {
  const K = cx.syntax.SyntaxKind;
  if (pattern.kind === K.ArrayLiteralExpression) {
    const { elements } = pattern;
    beginArrayPattern(
      cx,
      pattern,
      source,
      elements.some((element) => isOwned(cx, element)),
    );
    elements.forEach((element, index) => {
      if (element.kind === K.OmittedExpression) return;
      if (element.kind === K.SpreadElement) {
        const { expression } = element as ts.SpreadElement;
        moveRest(cx, source, indicesBelow(index), expression);
        storeInto(cx, lowerAccess(cx, expression), expression);
      } else assignTarget(cx, element, source, String(index));
    });
    return;
  }
  beginObjectPattern(cx, pattern, source);
  const named = new Set<string>();
  for (const property of pattern.properties) {
    switch (property.kind) {
      case K.ShorthandPropertyAssignment: {
        const { name, objectAssignmentInitializer } = property;
        assignLeaf(cx, name, objectAssignmentInitializer, source, name.text);
        named.add(name.text);
        break;
      }
      case K.PropertyAssignment: {
        const { name, initializer } = property;
        const key = keyOf(cx, name);
        assignTarget(cx, initializer, source, key);
        if (key !== null) named.add(key);
        break;
      }
      case K.SpreadAssignment: {
        const { expression } = property;
        moveRest(cx, source, named, expression);
        storeInto(cx, lowerAccess(cx, expression), expression);
        break;
      }
      default:
        break;
    }
  }
}

function assignTarget(cx: Lowering, element: ts.Expression, source: Source, key: string | null): void {
  const K = cx.syntax.SyntaxKind;
  const bare = withoutParentheses(cx, element);
  const withDefault =
    bare.kind === K.BinaryExpression && (bare as ts.BinaryExpression).operatorToken.kind === K.EqualsToken;
  const target = withoutParentheses(cx, withDefault ? (bare as ts.BinaryExpression).left : bare);
  const fallback = withDefault ? (bare as ts.BinaryExpression).right : undefined;
  if (target.kind === K.ObjectLiteralExpression || target.kind === K.ArrayLiteralExpression) {
    const part = partOf(cx, source, key, target);
    const lent = uniteLent(source.lent, lowerDefault(cx, fallback, assignmentReason(cx, target)));
    const fact = cx.facts.value(target);
    assignParts(cx, target as ts.ObjectLiteralExpression, { reference: part, fact, lent });
  } else assignLeaf(cx, target, fallback, source, key);
}

function assignLeaf(
  cx: Lowering,
  target: ts.Expression,
  fallback: ts.Expression | undefined,
  source: Source,
  key: string | null,
): void {
  const reference = lowerAccess(cx, target);
  reportMethodTaken(cx, target, target);
  const part = partOf(cx, source, key, target);
  takePart(cx, part, target, assignmentReason(cx, target), isOwnedPart(source, key), false);
  const lent = lowerDefault(cx, fallback, assignmentReason(cx, target));
  storeInto(cx, reference, target);
  hold(cx, reference, target, cx.facts.value(target));
  if (cx.facts.value(target).ownership.kind === "borrowed" || isView(cx, target))
    lendPart(cx, reference, target, part, source, lent);
}

/** The right side of a pattern: a place is taken apart, any other value flows in whole. */
function lowerSource(
  cx: Lowering,
  pattern: ts.Node,
  initializer: ts.Expression,
  isDeclaration = true,
): Source {
  const bare = withoutParentheses(cx, initializer);
  const fact = valueOf(cx, initializer);
  if (mayBePlace(cx, bare)) {
    reportForgeries(cx, initializer);
    const reference = lowerAccess(cx, bare);
    // Taking a place apart reads it, even where the pattern binds nothing.
    if (reference.kind === "place" && reference.tracked && fact.ownership.kind === "borrowed") {
      use(cx, reference.place, spanOf(cx, bare), "borrowed");
    }
    const sink = cx.facts.sink(initializer);
    if (isDeclaration && fact.ownership.kind === "owned" && sink.kind === "escape") {
      reportEscape(cx, bare, { kind: "escape", into: sink.into, why: sink.why });
    }
    // Of what anything may be, no part is anybody's place.
    return {
      reference: fact.ownership.kind === "opaque" ? { kind: "value" } : reference,
      fact,
      lent: nothingLent,
    };
  }
  const lent: Lent = { places: [], holders: [] };
  const takes = namesOwned(cx, pattern);
  lowerExpression(cx, initializer, takes ? flowInto(cx, initializer, { kind: "element" }) : lending(lent));
  return { reference: { kind: "value" }, fact, lent };
}

/** Something in the pattern becomes an owner. */
function namesOwned(cx: Lowering, pattern: ts.Node): boolean {
  if (cx.facts.values.has(pattern) && isName(cx, pattern))
    return cx.facts.value(pattern).ownership.kind === "owned";
  let found = false;
  cx.syntax.forEachChild(pattern, (child) => {
    found ||= namesOwned(cx, child);
  });
  return found;
}

function isName({ syntax }: Lowering, node: ts.Node): boolean {
  const K = syntax.SyntaxKind;
  return (
    node.kind === K.Identifier ||
    node.kind === K.PropertyAccessExpression ||
    node.kind === K.ElementAccessExpression
  );
}

function partOf(cx: Lowering, source: Source, key: string | null, target: ts.Node): Reference {
  const { reference, fact } = source;
  const owned = cx.facts.value(target).ownership.kind === "owned" || fact.parts.includes(key ?? "");
  if (reference.kind === "value") {
    if (!owned || fact.ownership.kind === "owned" || fact.array || !fact.instance) return reference;
    // A field of an instance that has no name here is still everybody's.
    const text = cx.syntax.textOf(target);
    const place = cx.build.places.root(`temporary ${String(target.pos)}`, text, "field", { unstable: true });
    return { kind: "place", place, tracked: true };
  }
  if (isContainer(source)) return { kind: "value" };
  const { place } = reference;
  const slot = place.slot ?? (fact.ownership.kind === "owned" ? null : fact.classObject ? "static" : "field");
  const dynamic = key === null;
  const name = key ?? `[${String(target.pos)}]`;
  const text = fact.tuple ? `${place.text}[${name}]` : `${place.text}.${name}`;
  const part = cx.build.places.part(
    place,
    name,
    text,
    dynamic ? (slot ?? "element") : slot,
    place.unstable || dynamic,
  );
  return { kind: "place", place: part, tracked: reference.tracked || owned };
}

/** The part leaves the source for a target that owns; else it is only read. */
function takePart(
  cx: Lowering,
  part: Reference,
  target: ts.Expression,
  reason: Parameters<typeof moving>[0],
  partIsOwned: boolean,
  isFreshName: boolean,
): void {
  const { ownership } = cx.facts.value(target);
  if (ownership.kind === "opaque" && partIsOwned) {
    reportEscape(cx, target, { kind: "escape", into: ownership.why, why: ownership.why });
  }
  if (part.kind !== "place" || !part.tracked) return;
  const owns = ownership.kind === "owned";
  const name = isFreshName ? bindingPlace(cx, target) : null;
  const into = name?.kind === "place" && !name.place.captured ? name.place : null;
  if (owns) moveOut(cx, part.place, target, { kind: "move", reason, verb: "moved", collect: null, into });
  else use(cx, part.place, spanOf(cx, target), "borrowed");
}

function isOwnedPart({ fact }: Source, key: string | null): boolean {
  const { ownership, parts } = fact;
  if (ownership.kind !== "owned") return false;
  return ownership.form === "container" || (key !== null && parts.includes(key));
}

function beginArrayPattern(cx: Lowering, pattern: ts.Node, source: Source, owning: boolean): void {
  const { reference, fact } = source;
  if (!fact.array) interrupt(cx, pattern, "this iteration");
  if (!isContainer(source) || reference.kind !== "place" || !reference.tracked) return;
  if (!owning) {
    use(cx, reference.place, spanOf(cx, pattern), "borrowed");
    return;
  }
  // K1: an array pattern that binds owned elements consumes the array.
  const move = cx.build.move(reference.place, spanOf(cx, pattern), { kind: "element" });
  cx.build.emit({ op: "move", move, verb: "moved", interrupted: null });
}

function beginObjectPattern(cx: Lowering, pattern: ts.Node, source: Source): void {
  const { reference } = source;
  interrupt(cx, pattern, "this destructuring", { reenters: false });
  if (reference.kind !== "place" || !reference.tracked) return;
  if (isContainer(source)) use(cx, reference.place, spanOf(cx, pattern), "borrowed");
}

function isContainer(source: Source): boolean {
  const { ownership, tuple } = source.fact;
  return ownership.kind === "owned" && ownership.form === "container" && !tuple;
}

/** `...rest` takes every owned part that was not named before it. */
function moveRest(cx: Lowering, source: Source, named: ReadonlySet<string>, target: ts.Node): void {
  const { reference, fact } = source;
  if (reference.kind !== "place" || !reference.tracked || isContainer(source)) return;
  const { ownership } = fact;
  if (isCopiedByParts(ownership)) {
    report(cx, {
      rule: "copy",
      at: spanOf(cx, target),
      subject: reference.place.text,
      detail: null,
      labels: [],
    });
    return;
  }
  if (ownership.kind !== "owned") return;
  for (const key of fact.parts) {
    if (named.has(key)) continue;
    const text = fact.tuple ? `${reference.place.text}[${key}]` : `${reference.place.text}.${key}`;
    const place = cx.build.places.part(
      reference.place,
      key,
      text,
      reference.place.slot,
      reference.place.unstable,
    );
    const move = cx.build.move(place, spanOf(cx, target), {
      kind: "binding",
      name: cx.syntax.textOf(target),
    });
    cx.build.emit({ op: "move", move, verb: "moved", interrupted: null });
  }
}

/** A default is evaluated only where the value is missing. Returns what it looks at. */
export function lowerDefault(
  cx: Lowering,
  initializer: ts.Expression | undefined,
  reason: Parameters<typeof moving>[0],
): Lent {
  if (initializer === undefined) return nothingLent;
  const missing = cx.build.reserve();
  const join = cx.build.reserve();
  cx.build.branch(missing, join);
  cx.build.enter(missing);
  const lent: Lent = { places: [], holders: [] };
  const flow = flowInto(cx, initializer, reason);
  lowerExpression(cx, initializer, flow.kind === "borrow" ? lending(lent) : flow);
  cx.build.goto(join);
  cx.build.enter(join);
  return lent;
}

export function bindsOwned(cx: Pick<Lowering, "syntax" | "facts">, name: ts.BindingName): boolean {
  const K = cx.syntax.SyntaxKind;
  if (name.kind === K.Identifier) return cx.facts.value(name).ownership.kind === "owned";
  return name.elements.some((element) => isBoundElement(cx.syntax, element) && bindsOwned(cx, element.name));
}

function keyOf(cx: Lowering, name: ts.PropertyName | ts.BindingName): string | null {
  const key = staticKey(cx.syntax, name);
  if (key === null) lowerName(cx, name as ts.PropertyName);
  return key;
}
