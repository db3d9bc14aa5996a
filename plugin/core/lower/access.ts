import type ts from "typescript";
import type { MoveReason } from "../findings.js";
import { homeOf } from "../facts/resolveScopes.js";
import type { BindingFact, ValueFact } from "../facts/questions.js";
import { slotKeyOf } from "../facts/slotKeys.js";
import type { Interference, Loan } from "../ir/Body.js";
import { containerItself, rootOf, thisClassKey, thisKey, type Place, type SlotKind } from "../ir/places.js";
import { isModuleLevel } from "../syntax/bodies.js";
import { bringsSomething, castInto } from "./casts.js";
import { lowerClosureUse } from "./closures.js";
import { lowerExpression } from "./expressions.js";
import {
  borrowing,
  interrupt,
  report,
  spanOf,
  unsupported,
  type Flow,
  type Lent,
  type Lowering,
} from "./Lowering.js";

import { valueOf, withoutSpelling } from "./values.js";

/** What an expression denotes: a place, or a value that nothing else names. */
export type Reference =
  | {
      readonly kind: "place";
      readonly place: Place;
      /** Something on the way to the place is owned; else nobody needs to know of uses. */
      readonly tracked: boolean;
    }
  | { readonly kind: "value" };

const value: Reference = { kind: "value" };

/** True for the expressions that may denote a place (P1). */
export function mayBePlace(cx: Lowering, node: ts.Expression): boolean {
  const K = cx.syntax.SyntaxKind;
  switch (node.kind) {
    case K.Identifier:
    case K.ThisKeyword:
    case K.SuperKeyword:
    case K.PropertyAccessExpression:
    case K.ElementAccessExpression:
      return true;
    case K.ParenthesizedExpression:
    case K.NonNullExpression:
    case K.SatisfiesExpression:
      return mayBePlace(cx, (node as ts.ParenthesizedExpression).expression);
    case K.AsExpression:
    case K.TypeAssertionExpression:
      return (
        castInto(cx, node as ts.AsExpression) === "same-place" &&
        mayBePlace(cx, (node as ts.AsExpression).expression)
      );
    default:
      return false;
  }
}

/** Evaluates what an access path needs (calls, keys), without using the place that it ends in. */
export function lowerAccess(cx: Lowering, node: ts.Expression): Reference {
  const K = cx.syntax.SyntaxKind;
  switch (node.kind) {
    case K.Identifier:
      return lowerIdentifier(cx, node as ts.Identifier);
    case K.ThisKeyword:
      return lowerThis(cx, node);
    case K.SuperKeyword:
      return { kind: "place", place: cx.build.places.root(thisKey, "super", "field"), tracked: false };
    case K.PropertyAccessExpression: {
      const access = node as ts.PropertyAccessExpression;
      const base = lowerBase(cx, access.expression, access.questionDotToken !== undefined);
      return lowerMember(cx, access, base, {
        key: access.name.text,
        text: `.${access.name.text}`,
        stable: true,
      });
    }
    case K.ElementAccessExpression: {
      const access = node as ts.ElementAccessExpression;
      const base = lowerBase(cx, access.expression, access.questionDotToken !== undefined);
      return lowerMember(cx, access, base, lowerKey(cx, access));
    }
    case K.ParenthesizedExpression:
    case K.NonNullExpression:
    case K.SatisfiesExpression:
      if (mayBePlace(cx, node)) return lowerAccess(cx, (node as ts.ParenthesizedExpression).expression);
      break;
    case K.AsExpression:
    case K.TypeAssertionExpression:
      if (mayBePlace(cx, node)) return lowerAccess(cx, (node as ts.AsExpression).expression);
      break;
    default:
      break;
  }
  lowerExpression(cx, node, borrowing);
  return value;
}

/** Uses what a reference denotes, as the flow wants it. */
export function applyFlow(cx: Lowering, reference: Reference, flow: Flow, node: ts.Expression): void {
  const fact = cx.facts.value(node);
  const at = spanOf(cx, node);
  if (fact.member === "consuming-method" && !isTested(cx, node)) {
    unsupported(cx, node, `taking the consuming method \`${cx.syntax.textOf(node)}\` off its receiver`);
    return;
  }
  const owned = fact.ownership.kind === "owned";
  if (flow.kind === "escape") {
    if (owned) reportEscape(cx, node, flow);
    if (reference.kind === "place" && reference.tracked) use(cx, reference.place, at, "borrowed");
    return;
  }
  if (reference.kind === "value" || !reference.tracked) return;
  const { place } = reference;
  if (!owned || flow.kind === "borrow") {
    if (flow === borrowing && isTested(cx, node)) test(cx, place, at);
    else use(cx, place, at, flow.kind === "borrow" ? flow.verb : "borrowed");
    if (flow.kind === "borrow" && flow.loans !== null)
      lendPlace(cx, flow.loans, fact.ownership.kind, place, at);
    return;
  }
  moveOut(cx, place, node, flow);
}

/**
 * M3: `typeof b.spend`, `if (b.spend)` and the like ask whether there is something, and what it is, but not for what is in
 * it: they take no method off its receiver (X7), and parts may be missing (P2).
 */
function isTested(cx: Lowering, node: ts.Expression): boolean {
  const K = cx.syntax.SyntaxKind;
  const { parent } = node;
  switch (parent.kind) {
    case K.ParenthesizedExpression:
    case K.NonNullExpression:
      return isTested(cx, parent as ts.Expression);
    case K.TypeOfExpression:
      return true;
    case K.PrefixUnaryExpression:
      return (parent as ts.PrefixUnaryExpression).operator === K.ExclamationToken;
    case K.IfStatement:
    case K.WhileStatement:
    case K.DoStatement:
      return (parent as ts.IfStatement).expression === node;
    case K.ForStatement:
      return (parent as ts.ForStatement).condition === node;
    case K.ConditionalExpression:
      return (parent as ts.ConditionalExpression).condition === node;
    case K.BinaryExpression:
      switch ((parent as ts.BinaryExpression).operatorToken.kind) {
        case K.EqualsEqualsToken:
        case K.EqualsEqualsEqualsToken:
        case K.ExclamationEqualsToken:
        case K.ExclamationEqualsEqualsToken:
          return true;
        case K.AmpersandAmpersandToken:
          return (parent as ts.BinaryExpression).left === node || isTested(cx, parent as ts.Expression);
        case K.BarBarToken:
        case K.QuestionQuestionToken:
          return isTested(cx, parent as ts.Expression);
        default:
          return false;
      }
    default:
      return false;
  }
}

/** A borrow passes on what it looks at; an owner lends itself. */
export function lendPlace(cx: Lowering, lent: Lent, ownership: string, place: Place, at: Loan["at"]): void {
  if (ownership === "owned" && !cx.lentNames.has(Number(rootOf(place).key))) lent.places.push({ place, at });
  else lent.holders.push(rootOf(place));
}

export function reportEscape(cx: Lowering, node: ts.Node, flow: Extract<Flow, { kind: "escape" }>): void {
  const { ownership } = cx.facts.value(node);
  if (flow.why === "function" && ownership.kind === "owned" && ownership.form === "once") {
    // T4: what may be called once would be called by people who do not know.
    const subject = cx.syntax.textOf(node);
    report(cx, { rule: "closure-escape", at: spanOf(cx, node), subject, detail: null, labels: [] });
    return;
  }
  report(cx, {
    rule: "escape",
    at: spanOf(cx, node),
    subject: cx.syntax.textOf(node),
    into: flow.into,
    why: flow.why,
    labels: [],
  });
}

export function moveOut(
  cx: Lowering,
  place: Place,
  node: ts.Expression,
  flow: Extract<Flow, { kind: "move" }>,
  interrupted: Interference | null = null,
): void {
  const at = spanOf(cx, node);
  const subject = place.text;
  if (place.key === thisKey && place.slot !== null) {
    report(cx, {
      rule: "borrow-escape",
      at,
      subject,
      detail: "`this` is borrowed in this method",
      labels: [],
    });
    return;
  }
  if (cx.facts.value(withoutSpelling(cx, node)).ownership.kind === "borrowed") {
    report(cx, { rule: "borrow-escape", at, subject, detail: departure(flow.reason), labels: [] });
    use(cx, place, at, "borrowed");
    return;
  }
  const using = usingOf(cx, place);
  if (using !== null && !(using.linear && flow.verb === "spent")) {
    report(cx, {
      rule: "move-out-of-using",
      at,
      subject,
      detail: departure(flow.reason),
      labels: [{ kind: "declaration", at: using.at, place: subject }],
    });
    use(cx, place, at, "borrowed");
    return;
  }
  const name = flow.into ?? null;
  if (place.slot !== null && place.unstable && name !== null) {
    // T3, P3: a name for a slot that cannot be refilled is a borrow of it.
    cx.lentNames.set(Number(name.key), "it only borrows what is in the shared slot");
    use(cx, place, at, "borrowed");
    return;
  }
  if (place.slot !== null && place.unstable) {
    report(cx, { rule: "move-out-of-shared", at, subject, slot: place.slot, why: "unstable", labels: [] });
    use(cx, place, at, "borrowed");
    return;
  }
  const lender = cx.lentNames.get(Number(rootOf(place).key));
  if (lender !== undefined) {
    const detail = `${departure(flow.reason)}, though ${lender}`;
    report(cx, { rule: "borrow-escape", at, subject, detail, labels: [] });
    use(cx, place, at, "borrowed");
    return;
  }
  const move = cx.build.move(place, at, flow.reason, { into: flow.into ?? null });
  cx.build.emit({ op: "move", move, verb: flow.verb, interrupted });
  flow.collect?.push(move);
}

/** The `using` that declares a place, in this body or in one around it (F5). */
export function usingOf(
  cx: Lowering,
  place: Place,
): { readonly at: Loan["at"]; readonly linear: boolean } | null {
  const own = cx.usings.get(place);
  if (own !== undefined || !place.captured || place.parent !== null) return own ?? null;
  // A closure that may run later is reported on where it is given away.
  const closure = cx.closures.ofNode(cx.owner);
  if (closure === null || closure.escapes || closure.runsLater) return null;
  const declaration = cx.scopes.bindings.get(Number(place.key))?.declaration ?? null;
  if (declaration?.kind !== cx.syntax.SyntaxKind.VariableDeclaration) return null;
  const { name, parent } = declaration as ts.VariableDeclaration;
  const { ownership } = cx.facts.value(name);
  return ownership.kind === "owned" && cx.syntax.isUsing(parent as ts.VariableDeclarationList)
    ? { at: spanOf(cx, name), linear: ownership.linear }
    : null;
}

/** How a value leaves, as a participle. */
function departure(reason: MoveReason): string {
  switch (reason.kind) {
    case "argument":
      return `passed to \`${reason.callee}\``;
    case "receiver":
    case "consumed-argument":
      return `consumed by \`${reason.method}\``;
    case "return":
      return "returned";
    default:
      return "moved";
  }
}

/** A place has taken up an owned value, and with it the duty to resolve what is linear in it (X2). Null: nobody knows which. */
export function hold(
  cx: Lowering,
  reference: Reference,
  node: ts.Node,
  fact: ValueFact,
  value: ts.Expression | null = null,
): void {
  if (reference.kind !== "place" || fact.ownership.kind !== "owned" || reference.place.slot !== null) return;
  if (value !== null && !bringsSomething(cx, value, [])) return;
  const { place } = reference;
  if (usingOf(cx, place) !== null) return;
  const { linear, form } = fact.ownership;
  const owing =
    form === "aggregate"
      ? fact.linearPaths
          .filter((path) => value === null || bringsSomething(cx, value, path))
          .map((path) =>
            path.reduce((of, part) => cx.build.places.part(of, part, `${of.text}.${part}`, null), place),
          )
      : [place];
  cx.build.emit({ op: "hold", place, linear: linear ? owing : [], at: spanOf(cx, node) });
}

/** X2: on this path there is nothing in the place, and so nothing to resolve. */
export function learnAbsent(cx: Lowering, reference: Reference): void {
  if (reference.kind !== "place" || !reference.tracked || reference.place.slot !== null) return;
  cx.build.emit({ op: "absent", place: reference.place });
}

export function use(
  cx: Lowering,
  place: Place,
  at: ReturnType<typeof spanOf>,
  verb: "borrowed" | "spent" | "moved" | "captured" | "assigned into",
): void {
  cx.build.emit({ op: "borrow", place, at, verb, presence: false });
}

/** Whether there is something in the place: that asks nothing of the parts (P2). */
export function test(cx: Lowering, place: Place, at: ReturnType<typeof spanOf>): void {
  cx.build.emit({ op: "borrow", place, at, verb: "borrowed", presence: true });
}

/** The place of a binding as seen from the body that is being lowered; a value for what is no variable. */
export function bindingPlace(cx: Lowering, node: ts.Node): Reference {
  const binding = cx.facts.binding(node);
  if (binding === null) return value;
  const { id, ownership } = binding;
  const tracked = ownership.kind === "owned" || ownership.kind === "borrowed" || cx.scopes.views.has(id);
  return { kind: "place", place: placeOfBinding(cx, binding), tracked };
}

/** A function that may run at any time sees shared slots; one whose calls are all known, places like any other (C1, C3). */
export function placeOfBinding(cx: Lowering, { id, name, declaration, imported }: BindingFact): Place {
  const slot = slotOf(cx, declaration, id, imported);
  if (slot !== "captured") return cx.build.places.root(String(id), name, slot);
  const atAnyTime = cx.closures.ofNode(cx.owner)?.escapes ?? true;
  return cx.build.places.root(String(id), name, atAnyTime ? "captured" : null, { captured: true });
}

function slotOf(cx: Lowering, declaration: ts.Node | null, id: number, imported: boolean): SlotKind | null {
  if (imported) return "import";
  if (declaration === null) return "module";
  const home = homeOf(cx.syntax, declaration, cx.scan.ownerOf);
  if (isModuleLevel(cx.syntax, home))
    return home === cx.owner && !isNamespaceExport(cx, declaration) && !cx.scopes.shared.has(id)
      ? null
      : "module";
  return home === cx.owner ? null : "captured";
}

/** Others name it as `N.g`. */
function isNamespaceExport({ syntax }: Lowering, declaration: ts.Node): boolean {
  const K = syntax.SyntaxKind;
  const statement = declaration.parent.parent as ts.Node | undefined;
  if (statement?.kind !== K.VariableStatement || statement.parent.kind !== K.ModuleBlock) return false;
  return (statement as ts.VariableStatement).modifiers?.some(({ kind }) => kind === K.ExportKeyword) === true;
}

function lowerIdentifier(cx: Lowering, id: ts.Identifier): Reference {
  lowerClosureUse(cx, id);
  if (id.text === "arguments" && cx.ownsParameters && !isDeclaredHere(cx, id)) {
    unsupported(cx, id, "`arguments` in a function with affine parameters");
  }
  return bindingPlace(cx, id);
}

function isDeclaredHere(cx: Lowering, id: ts.Identifier): boolean {
  const binding = cx.facts.binding(id);
  return binding !== null && binding.declaration !== null;
}

function lowerThis(cx: Lowering, node: ts.Expression): Reference {
  if (cx.facts.value(node).classObject) {
    return { kind: "place", place: cx.build.places.root(thisClassKey, "this", "static"), tracked: false };
  }
  return {
    kind: "place",
    place: placeOfThis(cx),
    tracked: cx.facts.value(node).ownership.kind === "owned",
  };
}

export function placeOfThis(cx: Lowering): Place {
  return cx.build.places.root(thisKey, "this", cx.ownsThis ? null : "field");
}

function lowerBase(cx: Lowering, base: ts.Expression, optional: boolean): Reference {
  const reference = lowerAccess(cx, base);
  // Whether it is there is no use of the whole (P2): the member is used next, and that reports what has left.
  if (optional) skipChain(cx, reference);
  return reference;
}

/** `?.`: where there is nothing in what is before it, the rest of the chain is skipped (F1). */
export function skipChain(cx: Lowering, tested: Reference): void {
  if (cx.chainExit === null) return;
  const present = cx.build.reserve();
  const learns = tested.kind === "place" && tested.tracked;
  const skipped = learns ? cx.build.reserve() : cx.chainExit;
  cx.build.branch(present, skipped);
  if (learns) {
    cx.build.enter(skipped);
    learnAbsent(cx, tested);
    cx.build.goto(cx.chainExit);
  }
  cx.build.enter(present);
}

interface Key {
  readonly key: string;
  readonly text: string;
  /** Names the same member whenever it is evaluated again. */
  readonly stable: boolean;
}

function lowerKey(cx: Lowering, access: ts.ElementAccessExpression): Key {
  const K = cx.syntax.SyntaxKind;
  const argument = access.argumentExpression;
  const text = `[${cx.syntax.textOf(argument)}]`;
  switch (argument.kind) {
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
    case K.NumericLiteral:
      return { key: (argument as ts.StringLiteral).text, text, stable: true };
    default: {
      lowerExpression(cx, argument, borrowing);
      const known = slotKeyOf(cx.syntax, cx.facts, argument);
      return { key: known === null ? text : `[${known.name}]`, text, stable: known !== null };
    }
  }
}

function lowerMember(
  cx: Lowering,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  base: Reference,
  key: Key,
): Reference {
  const fact = cx.facts.value(access);
  const baseFact = valueOf(cx, access.expression);
  const owned = fact.ownership.kind === "owned";
  if (mayBeUndefined(cx, access.expression)) {
    interrupt(cx, access, `reading \`${cx.syntax.textOf(access)}\``, { reenters: false });
  }
  if (fact.member === "accessor") {
    if (base.kind === "place" && base.tracked) use(cx, base.place, spanOf(cx, access.expression), "borrowed");
    const accessorsOfOurs = baseFact.ownership.kind === "owned" && baseFact.ownership.atomic;
    if (!accessorsOfOurs) interrupt(cx, access, `the accessor \`${cx.syntax.textOf(access)}\``);
    return owned || base.kind === "value" ? value : base;
  }
  const text = (base.kind === "place" ? base.place.text : cx.syntax.textOf(access.expression)) + key.text;
  if (base.kind === "value") {
    if (!owned || baseFact.ownership.kind === "owned") return value;
    const place = cx.build.places.root(`temporary ${String(access.pos)}`, text, "property", {
      unstable: true,
    });
    return { kind: "place", place, tracked: true };
  }
  const slot = base.place.slot ?? slotOfMember(cx, access, key);
  const unstable = base.place.unstable || (slot !== null && !key.stable);
  const names = fact.keys && new Set(fact.keys);
  // No index of an array is its `length` (P2).
  const member = baseFact.array && key.key === "length" ? containerItself : key.key;
  const name = unstable ? `${key.key} ${String(access.pos)}` : member;
  return {
    kind: "place",
    place: cx.build.places.part(base.place, name, text, slot, unstable, names),
    tracked: base.tracked || owned,
  };
}

/** F3: reading a member of it may throw: the compiler was only told, or never asked, that it is there. */
function mayBeUndefined(cx: Lowering, base: ts.Expression): boolean {
  const K = cx.syntax.SyntaxKind;
  const { ownership } = cx.facts.value(base);
  return (
    (base.kind === K.NonNullExpression && valueOf(cx, (base as ts.NonNullExpression).expression).nullable) ||
    (base.kind === K.ElementAccessExpression && ownership.kind !== "owned") ||
    (ownership.kind === "opaque" && ownership.why === "any")
  );
}

/** P3: what is reached through anything but an owned object or tuple is a shared slot. */
function slotOfMember(
  cx: Lowering,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  key: Key,
): SlotKind | null {
  const K = cx.syntax.SyntaxKind;
  const { ownership, tuple, classObject } = valueOf(cx, access.expression);
  if (ownership.kind !== "owned") return classObject ? "static" : "field";
  if (access.kind === K.PropertyAccessExpression) return null;
  const dynamic = !key.stable || key.key.startsWith("[");
  return dynamic || (ownership.form === "container" && !tuple) ? "element" : null;
}
