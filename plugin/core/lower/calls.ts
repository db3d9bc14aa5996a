import type ts from "typescript";
import type { Closure } from "../facts/closures.js";
import type { ArgumentFact, CallFact } from "../facts/questions.js";
import type { Loan, Move } from "../ir/Body.js";
import { anyElement, containerItself, receiverKey, rootOf, thisKey, type Place } from "../ir/places.js";
import { isResource, type Ownership } from "../facts/ownership.js";
import { callbackRuns, libraryMember, type Callback, type LibraryMember } from "../facts/library.js";
import type { MoveReason } from "../findings.js";
import {
  bindingPlace,
  lendPlace,
  lowerAccess,
  mayBePlace,
  moveOut,
  skipChain,
  use,
  type Reference,
} from "./access.js";
import { operate } from "./balances.js";
import { keepBorrow, takeLent } from "./borrows.js";
import { giveElements } from "./callbacks.js";
import { isTakenByClosures, runClosure, runRepeatedly } from "./closures.js";
import { lowerExpression } from "./expressions.js";
import {
  borrowing,
  inspecting,
  interrupt,
  moving,
  report,
  spanOf,
  unsupported,
  type Flow,
  type Lent,
  type Lowering,
  lending,
  tasksOfCall,
} from "./Lowering.js";
import { reportForgeries, reportForgery } from "./forgery.js";
import { bindsOwned } from "./patterns.js";
import { handleFailures, keepFromCall, keepResults } from "./tasks.js";
import {
  isOwned,
  reportInstanceFlow,
  rootsOf,
  valueOf,
  withoutParentheses,
  withoutSpelling,
} from "./values.js";

type CallNode = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/**
 * Lowers a call: callee and receiver, arguments left to right, then the call itself (M6). A consuming method's receiver
 * is reserved when it is evaluated and leaves its place at the call.
 */
export function lowerCall(cx: Lowering, node: CallNode, flow: Flow): void {
  const fact = cx.facts.call(node);
  const callee = withoutParentheses(cx, calleeOf(cx, node));
  const { operands, substitutions } = operandsOf(cx, node);
  if (isDirectEval(cx, callee)) unsupported(cx, node, "`eval`");

  if (takesMethodOff(cx, callee)) {
    // `b.spend.bind(b)`: who calls what comes of it, and how often, cannot be seen (X7).
    const { expression: method } = callee as ts.PropertyAccessExpression;
    unsupported(
      cx,
      method,
      `\`${cx.syntax.textOf(callee)}\`, which takes a consuming method off its receiver`,
    );
    return;
  }

  const member = libraryMember(fact?.library ?? null);
  const call: Call = {
    node,
    fact,
    member,
    operands,
    flow,
    name: fact?.name ?? cx.syntax.textOf(callee),
    restorable: [],
    lent: { places: [], holders: [] },
    disturbed: [],
    borrower: null,
    begun: 0,
  };
  if (isAtomic(call)) cx.pending.push(call.restorable);
  const receiver = lowerCallee(cx, call, callee);
  const before = cx.interruptions.length;
  const atomic = isAtomic(call);
  const copied = copiedOperand(cx, call);
  if (copied !== null) reportCopy(cx, node, copied);
  const inspects =
    fact === null ||
    fact.predicate ||
    copied !== null ||
    member?.inspects === true ||
    isInspector(cx, callee);
  const lendsFirst = member?.returnsArgument === true && isStatement(cx, node);
  operands.forEach((operand, index) => {
    if (!isInert(cx, operand)) beginLoans(cx, call);
    const known = inspects || (lendsFirst && index === 0) ? null : fact.arguments[index + substitutions];
    if (index === 0 && isInspected(flow) && isNewList(cx, node)) {
      reportForgery(cx, operand, known?.sink);
      lowerExpression(cx, operand, flow);
    } else lowerArgument(cx, operand, known === undefined ? null : asCallback(known, index, call), call);
  });
  if (isAtomic(call)) cx.pending.pop();
  if (!inspects) reportInstantiation(cx, node, fact);
  operate(cx, node, fact);
  if (receiver !== null) consumeReceiver(cx, receiver, before, call.restorable);
  interrupt(cx, node, `this call of \`${call.name}\``, {
    reenters: !atomic && fact?.reenters !== false && !isInspector(cx, callee),
    restores: atomic ? call.restorable : [],
  });
  runCallbacks(cx, call, callee);
  endLoans(cx, call);
  for (const { place, at } of call.disturbed) cx.build.emit({ op: "disturb", place, at });
  if (resizers.has(fact?.library ?? "") && cx.scopes.indexMembers.has("length"))
    interrupt(cx, node, `the change of the \`length\` by \`${call.name}\``, { throws: false });
  keepFromCall(cx, node, fact);
  handleFailures(cx, node, fact);
  passOnLoans(cx, call);
  if (fact?.returnsNever === true) {
    if (cx.build.handler === null) cx.build.terminate({ kind: "throw" });
    else cx.build.goto(cx.build.handler);
    cx.build.enter(cx.build.reserve());
  }
}

/** R3: `pots[pots.length - 1]` is another slot after them. */
const resizers: ReadonlySet<string> = new Set(
  ["push", "pop", "shift", "unshift", "splice"].map((method) => `Array.${method}`),
);

function takesMethodOff(cx: Lowering, callee: ts.Expression): boolean {
  const K = cx.syntax.SyntaxKind;
  if (callee.kind !== K.PropertyAccessExpression) return false;
  return valueOf(cx, (callee as ts.PropertyAccessExpression).expression).member === "consuming-method";
}

/** A call in the making. */
interface Call {
  readonly node: CallNode;
  readonly fact: CallFact | null;
  readonly member: LibraryMember | null;
  readonly operands: readonly ts.Expression[];
  readonly flow: Flow;
  readonly name: string;
  /** What the callee gives back when it throws (T10). */
  readonly restorable: Move[];
  /** What is lent to the callee. */
  readonly lent: Lent;
  /** Elements that leave their container in the call. */
  readonly disturbed: Loan[];
  /** Has what is lent, where something may happen to it before the call returns. */
  borrower: Place | null;
  /** How much of it the borrower has so far. */
  begun: number;
}

/** B1: from here on nothing may happen to what has been lent to the call. */
function beginLoans(cx: Lowering, call: Call): void {
  const { places, holders } = call.lent;
  if (places.length + holders.length === call.begun) return;
  call.begun = places.length + holders.length;
  call.borrower ??= cx.build.places.root(`call ${String(call.node.pos)}`, call.name, null);
  cx.build.emit({ op: "lend", holder: call.borrower, loans: [...places], holders: [...holders] });
}

function endLoans(cx: Lowering, call: Call): void {
  const { places: loans, holders } = call.lent;
  if (loans.length + holders.length === 0) return;
  const at = spanOf(cx, call.node);
  cx.build.emit({ op: "end-loan", holder: call.borrower, loans, holders, call: at, consumes: null });
}

/** Evaluating it does nothing to any place. What becomes of a function is seen when the call ends. */
function isInert(cx: Lowering, node: ts.Expression): boolean {
  const K = cx.syntax.SyntaxKind;
  return (
    (node.kind === K.Identifier && !isOwned(cx, node)) ||
    node.kind === K.ArrowFunction ||
    node.kind === K.FunctionExpression ||
    (node.kind >= K.FirstLiteralToken && node.kind <= K.LastLiteralToken)
  );
}

function isAtomic({ fact }: Call): boolean {
  return fact?.atomic === true && fact.consumesReceiver;
}

/** The closures that the call runs: its callee, and the callbacks of which the library's table tells how often. */
function runCallbacks(cx: Lowering, call: Call, callee: ts.Expression): void {
  const { node, operands, lent } = call;
  const called = cx.closures.denotedBy(callee);
  if (called !== null) {
    beginLoans(cx, call);
    runClosure(cx, called, node, node);
    if (valueOf(cx, node).ownership.kind === "borrowed") lendCaptures(cx, called, node, lent);
  }
  for (const operand of operands) {
    startFromCallback(cx, call, operand);
    const closure = cx.closures.denotedBy(operand);
    if (closure === null) continue;
    const use = cx.closures.use(operand);
    if (use.kind !== "callback") continue;
    beginLoans(cx, call);
    if (use.runs === "repeatedly") {
      runRepeatedly(cx, closure, operand, node, () => {
        giveElements(cx, closure, lent);
      });
      if (valueOf(cx, node).ownership.kind === "borrowed") lendCaptures(cx, closure, node, lent);
    }
    if (use.runs === "now") runClosure(cx, closure, operand, node);
  }
}

/** B3: promises of a function with a name, called with each element, look at what it is given, as its type says. */
function startFromCallback(
  cx: Lowering,
  { node, fact, member, operands, lent }: Call,
  operand: ts.Expression,
): void {
  const { callback } = member ?? {};
  if (callback?.runs !== "repeatedly" || operands[callback.argument] !== operand) return;
  const isLiteral = cx.closures.isLiteral(operand);
  if (isLiteral || fact?.arguments[callback.argument]?.callbackReturns === "value") return;
  const { places: loans, holders } = lent;
  keepResults(cx, node, "before");
  cx.build.emit({ op: "start", task: tasksOfCall(cx, node).lent, loans, holders });
  keepResults(cx, node, "after");
}

/** A borrow that a closure returns may look at whatever the closure sees. */
function lendCaptures(cx: Lowering, closure: Closure, node: ts.Node, lent: Lent): void {
  for (const { at } of cx.scopes.captures.get(closure.node) ?? []) {
    const reference = bindingPlace(cx, at);
    if (reference.kind === "place")
      lendPlace(cx, lent, cx.facts.value(at).ownership.kind, reference.place, spanOf(cx, node));
  }
}

/**
 * B2: a borrowed result looks at all that was lent to the call, and so does an iterator. B3: a promise does as long as it
 * runs.
 */
function passOnLoans(cx: Lowering, { node, fact, lent, flow }: Call): void {
  if (lent.places.length + lent.holders.length === 0) return;
  const takes = flow.kind === "borrow" && flow.loans !== null ? flow.loans : null;
  const isBorrow = valueOf(cx, node).ownership.kind === "borrowed";
  if (takes !== null && (isBorrow || fact?.returns !== "promise")) {
    takes.places.push(...lent.places);
    takes.holders.push(...lent.holders);
  }
  const goesOn =
    fact?.returns === "promise" || (fact?.returns === "iterator" && takes === null && !isDropped(cx, node));
  if (!goesOn || isOverWithReceiver(cx, node, fact)) return;
  const { places: loans, holders } = lent;
  cx.build.emit({ op: "start", task: tasksOfCall(cx, node).lent, loans, holders });
}

/**
 * `p.finally(f)`: once `p` has settled there is nothing left of what it looked at, unless it was the promise of a borrow,
 * which `f` would be given. What `f` looks at itself is seen where it is handed over.
 */
function isOverWithReceiver(cx: Lowering, node: ts.Node, fact: CallFact | null): boolean {
  if (fact?.library?.startsWith("Promise.") !== true || libraryMember(fact.library)?.receiver !== "consumes")
    return false;
  const { expression: callee } = node as ts.CallExpression;
  return valueOf(cx, (callee as ts.PropertyAccessExpression).expression).ownership.kind === "plain";
}

/** Nobody has the iterator once the expression around it is done. */
function isDropped(cx: Lowering, node: ts.Node): boolean {
  const K = cx.syntax.SyntaxKind;
  const { parent } = node;
  switch (parent.kind) {
    case K.ParenthesizedExpression:
    case K.NonNullExpression:
      return isDropped(cx, parent);
    case K.SpreadElement:
    case K.YieldExpression:
    case K.ExpressionStatement:
    case K.VoidExpression:
      return true;
    case K.ReturnStatement:
    case K.ArrowFunction:
      return true;
    case K.CallExpression:
      return cx.facts.call(parent)?.library === "Array.from";
    default:
      return false;
  }
}

interface Receiver {
  /** Null: a value that nothing names, which a second use cannot reach. */
  readonly place: Place | null;
  readonly node: ts.Expression;
  readonly reason: MoveReason;
  /** Has it on loan while the arguments are evaluated. */
  readonly borrower: Place | null;
}

/** M6: from its evaluation to the call a receiver that the call consumes is on loan. */
function reserve(cx: Lowering, { node, operands }: Call, loan: Loan): Place | null {
  if (operands.every((operand) => isInert(cx, operand))) return null;
  const borrower = cx.build.places.root(receiverKey(node.pos), loan.place.text, null);
  cx.build.emit({ op: "lend", holder: borrower, loans: [loan], holders: [] });
  return borrower;
}

function calleeOf(cx: Lowering, node: CallNode): ts.Expression {
  return node.kind === cx.syntax.SyntaxKind.TaggedTemplateExpression
    ? node.tag
    : (node as ts.CallExpression).expression;
}

function operandsOf(
  cx: Lowering,
  node: CallNode,
): { readonly operands: readonly ts.Expression[]; readonly substitutions: 0 | 1 } {
  const K = cx.syntax.SyntaxKind;
  if (node.kind !== K.TaggedTemplateExpression) {
    return { operands: [...((node as ts.NewExpression).arguments ?? [])], substitutions: 0 };
  }
  const { template } = node;
  const spans = template.kind === K.TemplateExpression ? template.templateSpans : [];
  return { operands: spans.map((span) => span.expression), substitutions: 1 };
}

/** Evaluates the callee. Returns the receiver that the call is going to consume, if it consumes one. */
function lowerCallee(cx: Lowering, call: Call, callee: ts.Expression): Receiver | null {
  const K = cx.syntax.SyntaxKind;
  const { node } = call;
  const isMember = callee.kind === K.PropertyAccessExpression || callee.kind === K.ElementAccessExpression;
  if (!isMember || node.kind === K.NewExpression || isFunctionInPart(cx, call, callee)) {
    const once = valueOf(cx, callee).ownership;
    if (once.kind === "owned" && once.form === "once" && node.kind === K.CallExpression) {
      lowerExpression(cx, callee, moving({ kind: "receiver", method: "call" }, "spent"));
    } else lowerExpression(cx, callee, borrowing);
    skipWhenAbsent(cx, node);
    return null;
  }
  const access = callee as ts.PropertyAccessExpression | ts.ElementAccessExpression;
  const receiver = access.expression;
  const treatment = treatmentOf(cx, call, receiver);
  const consumes = treatment.kind === "consume";
  if (consumes) reportForgedReceiver(cx, receiver);
  else reportForgedSource(cx, call, receiver);
  const at = spanOf(cx, receiver);
  const reference = mayBePlace(cx, receiver)
    ? lowerAccess(cx, receiver)
    : lowerReceiverValue(cx, call, receiver, treatment);
  const place = reference.kind === "place" && reference.tracked ? reference.place : null;
  // R4: emptying is how a container whose elements have left becomes whole again.
  if (place !== null && treatment.kind !== "empty") use(cx, place, at, consumes ? "spent" : "borrowed");
  if (access.questionDotToken !== undefined) skipChain(cx, reference);
  if (access.kind === K.ElementAccessExpression) {
    const { argumentExpression } = access;
    lowerExpression(cx, argumentExpression, borrowing);
    if (isOwned(cx, receiver) && call.fact?.namesOneMember !== true) {
      unsupported(
        cx,
        node,
        `the computed call \`${cx.syntax.textOf(callee)}\`, which may consume its receiver`,
      );
    }
  }
  skipWhenAbsent(cx, node);
  switch (treatment.kind) {
    case "consume":
      if (place === null) return null;
      return { place, node: receiver, reason: treatment.reason, borrower: reserve(cx, call, { place, at }) };
    case "empty":
      if (place !== null) cx.build.emit({ op: "empty", place, at });
      return null;
    case "borrow": {
      if (place === null) return null;
      const { ownership } = valueOf(cx, receiver);
      if (call.member?.receiver === "disturbs" && isContainer(ownership)) {
        call.disturbed.push({ place: elementOf(cx, place, call), at });
        if (cx.containersOnLoan.has(Number(rootOf(place).key))) reportTakenFromLoan(cx, call, receiver);
      }
      const lent = lentOfReceiver(cx, call, ownership, place);
      lendPlace(cx, call.lent, ownership.kind, lent, at);
      return null;
    }
    case "iterate":
      return null;
  }
}

/** K1, B4: what leaves the container may be the element that the callee hands to the callback. */
function reportTakenFromLoan(cx: Lowering, { node, name }: Call, container: ts.Expression): void {
  report(cx, {
    rule: "borrow-escape",
    at: spanOf(cx, node),
    subject: cx.syntax.textOf(container),
    detail: `changed by \`${name}\` while the callee goes through it`,
    labels: [],
  });
}

/**
 * What of its receiver the method looks at: an element; the container, in which elements may come and go meanwhile, as in
 * `pots.set(id, takeFrom(pots, id) ?? b)`; or all of it.
 */
function lentOfReceiver(cx: Lowering, call: Call, ownership: Ownership, place: Place): Place {
  const { member } = call;
  if (member?.lends === true && ownership.kind === "owned") return elementOf(cx, place, call);
  const isOfContainer =
    isContainer(ownership) &&
    member !== null &&
    member.callback === undefined &&
    (member.receiver === "borrows" || member.receiver === "disturbs");
  return isOfContainer
    ? cx.build.places.part(place, containerItself, place.text, place.slot, place.unstable)
    : place;
}

/**
 * B1: `o.done(o.budget)`, where `done` is declared as a property of a function type: it is read out of `o` as any part is,
 * and its call looks at no more of `o`.
 */
function isFunctionInPart(cx: Lowering, { fact }: Call, callee: ts.Expression): boolean {
  if (fact?.looksAtReceiver !== false) return false;
  const { ownership } = valueOf(cx, (callee as ts.PropertyAccessExpression).expression);
  return ownership.kind === "owned" && ownership.form === "aggregate";
}

/** X6: only a test has made something of it that its method could consume. */
function reportForgedReceiver(cx: Lowering, receiver: ts.Expression): void {
  const { kind } = valueOf(cx, receiver).ownership;
  if ((kind !== "opaque" && kind !== "plain") || receiver.kind === cx.syntax.SyntaxKind.SuperKeyword) return;
  reportForgery(cx, withoutParentheses(cx, receiver), { kind: "own", forged: "an affine type" });
}

/** X6: what the library takes elements out of, or selects from, is an owner only because a guard says so. */
function reportForgedSource(
  cx: Lowering,
  { node, fact, member, operands }: Call,
  receiver: ts.Expression,
): void {
  const { kind } = valueOf(cx, receiver).ownership;
  if (member === null || (kind !== "opaque" && kind !== "plain")) return;
  if (fact?.library?.endsWith(".filter") === true && isOwned(cx, node)) {
    reportForgery(cx, node, { kind: "own", forged: "an affine type" });
    return;
  }
  const { receiver: does, callback } = member;
  const takes =
    does === "elements-to-callback"
      ? callback !== undefined && callbackTakes(cx, operands, fact, callback)
      : does !== "borrows" && does !== "empties";
  if (takes) reportForgery(cx, receiver, cx.facts.sinks.get(receiver));
}

/** A receiver that is no place is evaluated to its end, so what it moves is moved before the arguments. */
function lowerReceiverValue(
  cx: Lowering,
  call: Call,
  receiver: ts.Expression,
  treatment: Treatment,
): Reference {
  if (treatment.kind === "consume" && valueOf(cx, receiver).ownership.kind === "borrowed")
    takeLent(cx, receiver);
  const lends: Flow = isPassingArray(cx, call, withoutParentheses(cx, receiver))
    ? { ...lending(call.lent), inspected: true }
    : lending(call.lent);
  lowerExpression(
    cx,
    receiver,
    treatment.kind === "consume" ? moving(treatment.reason, "spent", call.restorable) : lends,
  );
  return { kind: "value" };
}

/** What a call does with its receiver. */
type Treatment =
  | { readonly kind: "consume"; readonly reason: MoveReason }
  | { readonly kind: "borrow" }
  | { readonly kind: "empty" }
  /** A loop over the result decides. */
  | { readonly kind: "iterate" };

const borrow: Treatment = { kind: "borrow" };

function treatmentOf(cx: Lowering, call: Call, receiver: ts.Expression): Treatment {
  const { node, fact, member, operands, name, flow } = call;
  if (fact?.consumesReceiver === true) return { kind: "consume", reason: { kind: "receiver", method: name } };
  const { ownership: here, tuple } = valueOf(cx, receiver);
  // Of what is only lent, too, a method may take something over.
  const ownership = cx.facts.lent.get(receiver) ?? here;
  if (ownership.kind !== "owned" || ownership.form === "resource") return borrow;
  if (ownership.form === "aggregate" && !tuple) return borrow;
  // A method that the container's own class adds borrows its receiver, as any does that says nothing else (T6).
  if (fact?.library === null) return borrow;
  if (member === null) {
    const why = "the table of library signatures lacks it";
    unsupported(cx, node, `\`${name}\` on something that holds budgets (${why})`);
    return borrow;
  }
  const taken = member.callback !== undefined && callbackTakes(cx, operands, fact, member.callback);
  const consume: Treatment = { kind: "consume", reason: { kind: "receiver", method: name } };
  switch (member.receiver) {
    case "consumes":
      // The elements are in the result.
      if (taken) reportTakenElements(cx, call);
      return consume;
    case "elements-to-callback":
      return taken ? { kind: "consume", reason: { kind: "iteration" } } : borrow;
    case "elements-to-iteration":
      if (isIteratedHere(cx, node)) return { kind: "iterate" };
      // The keys of a map are nobody's budgets; and whoever only looks at what is yielded takes none.
      return !isOwned(cx, node) || isInspected(flow) || isOnlyLookedAt(cx, node) ? borrow : consume;
    case "empties":
      return { kind: "empty" };
    case "borrows":
    case "disturbs":
      // A tuple's slots are places: which of them is empty now nobody can say.
      if (tuple && member.receiver === "disturbs") return consume;
      if (taken) reportTakenElements(cx, call);
      return member.returnsReceiver === true && flow.kind !== "borrow" ? consume : borrow;
  }
}

/** K1: the library only lends the elements to this callback. */
function reportTakenElements(cx: Lowering, { node, operands, name }: Call): void {
  const callback = operands[0] ?? node;
  report(cx, {
    rule: "borrow-escape",
    at: spanOf(cx, callback),
    subject: cx.syntax.textOf(callback),
    detail: `taking elements that \`${name}\` only lends to it`,
    labels: [],
  });
}

/** Whether a callback becomes the owner of the elements it is given: as annotated, else iff its body moves them (K1). */
function callbackTakes(
  cx: Lowering,
  operands: readonly ts.Expression[],
  fact: CallFact | null,
  callback: Callback,
): boolean {
  const K = cx.syntax.SyntaxKind;
  const operand = operands[callback.argument];
  if (operand === undefined) return false;
  const bare = withoutParentheses(cx, operand);
  if (bare.kind !== K.ArrowFunction && bare.kind !== K.FunctionExpression) {
    const owns = fact?.arguments[callback.argument]?.callbackOwns ?? [];
    return callback.elements.some((element) => owns[element] === true);
  }
  const { parameters } = bare as ts.ArrowFunction;
  return callback.elements.some((element) => {
    const parameter = parameters[element];
    if (parameter === undefined) return false;
    if (parameter.type !== undefined) return bindsOwned(cx, parameter.name);
    const names = rootsOf(cx, parameter.name);
    const body = cx.bodyOf(bare as ts.ArrowFunction);
    return (
      body === null ||
      body.moves.some((move) => names.has(rootOf(move.place).key)) ||
      isTakenByClosures(cx, names)
    );
  });
}

function isInspected(flow: Flow): boolean {
  return flow.kind === "borrow" && flow.inspected === true;
}

/** K1: `Array.from(bs, (b) => b.remaining)` goes through `bs` for a callback that takes none of the elements over. */
function isOnlyLookedAt(cx: Lowering, iterated: ts.Node): boolean {
  const call = iterated.parent as ts.CallExpression;
  const fact = cx.facts.call(call);
  const { callback } = libraryMember(fact?.library === "Array.from" ? fact.library : null) ?? {};
  return (
    callback !== undefined &&
    call.arguments[0] === iterated &&
    call.arguments[callback.argument] !== undefined &&
    !callbackTakes(cx, call.arguments, fact, callback)
  );
}

/** `[a, b].map((b) => b.remaining)`: the array is gone with the call, and what it held is where it was. */
function isPassingArray(cx: Lowering, { node, member }: Call, receiver: ts.Expression): boolean {
  if (member === null) return false;
  // What runs no callback, as `next`, hands out what an iterator yields.
  if (!isNewList(cx, receiver) && !(member.callback !== undefined && isNewIterator(cx, receiver)))
    return false;
  return onlyLooks(member) && isGoneWith(cx, node, member);
}

/** `bs.values()`, of which nobody but the call on it knows. */
function isNewIterator(cx: Lowering, node: ts.Expression): boolean {
  return libraryMember(cx.facts.call(node)?.library ?? null)?.receiver === "elements-to-iteration";
}

/** `[a, b]`, `Object.values(pots)`: a list that nobody else has. */
export function isNewList(cx: Lowering, node: ts.Expression): boolean {
  if (node.kind === cx.syntax.SyntaxKind.ArrayLiteralExpression) return true;
  const member = libraryMember(cx.facts.call(node)?.library ?? null);
  return member?.listsArgument === true && (node as ts.CallExpression).arguments.length === 1;
}

function onlyLooks({ receiver }: LibraryMember): boolean {
  return receiver === "elements-to-callback" || receiver === "borrows";
}

/** `[...bs].sort().pop()`: what gives its receiver back is gone with the call that is made on it, unless that takes from it. */
function isGoneWith({ syntax, facts }: Lowering, node: ts.Node, member: LibraryMember): boolean {
  const K = syntax.SyntaxKind;
  let at = node;
  for (let made = member; made.returnsReceiver === true;) {
    const { parent } = at;
    if (parent.kind === K.ExpressionStatement || parent.kind === K.ForOfStatement) return true;
    const call = parent.parent as ts.Node | undefined;
    const next =
      parent.kind === K.PropertyAccessExpression && call?.kind === K.CallExpression
        ? libraryMember(facts.call(call)?.library ?? null)
        : null;
    if (call === undefined || next === null || !onlyLooks(next)) return false;
    at = call;
    made = next;
  }
  return true;
}

function isIteratedHere(cx: Lowering, node: ts.Node): boolean {
  const { parent } = node;
  return (
    parent.kind === cx.syntax.SyntaxKind.ForOfStatement && (parent as ts.ForOfStatement).expression === node
  );
}

function consumeReceiver(cx: Lowering, receiver: Receiver, before: number, collect: Move[]): void {
  const { place, node, reason, borrower } = receiver;
  if (place === null) return;
  if (borrower !== null) {
    const call = spanOf(cx, node);
    cx.build.emit({ op: "end-loan", holder: borrower, loans: [], holders: [], call, consumes: place });
  }
  const meanwhile = cx.interruptions.slice(before);
  const interrupted = meanwhile.find(({ suspends }) => suspends) ?? meanwhile[0] ?? null;
  if (place.slot !== null && interrupted !== null && place.key !== thisKey) {
    report(cx, {
      rule: "move-out-of-shared",
      at: spanOf(cx, node),
      subject: place.text,
      slot: place.slot,
      why: "interrupted",
      labels: [{ kind: "interference", at: interrupted.at, what: interrupted.what }],
    });
    return;
  }
  moveOut(cx, place, node, { kind: "move", reason, verb: "spent", collect }, interrupted);
}

/** T4: who runs its callback at most once (C2) may have one that is called at most once. */
function asCallback(argument: ArgumentFact | null, index: number, { fact }: Call): ArgumentFact | null {
  if (argument?.sink.kind !== "escape" || argument.sink.why !== "function") return argument;
  const runs = callbackRuns(fact?.library ?? null, index);
  return runs === "now" || runs === "later" ? { ...argument, sink: { kind: "own" } } : argument;
}

/** `fact` null: the argument is only inspected. */
function lowerArgument(cx: Lowering, operand: ts.Expression, fact: ArgumentFact | null, call: Call): void {
  const K = cx.syntax.SyntaxKind;
  const spread = operand.kind === K.SpreadElement;
  const node = spread ? (operand as ts.SpreadElement).expression : operand;
  const { kind } = valueOf(cx, node).ownership;
  if (fact === null) {
    lowerExpression(cx, node, inspecting);
    return;
  }
  reportForgery(cx, node, fact.sink);
  reportForgeries(cx, node);
  if (kind !== "owned" && kind !== "borrowed") {
    reportInstanceFlow(cx, node, fact.sink);
    lowerExpression(cx, node, fact.sink.kind === "escape" ? argumentFlow(fact, call) : borrowing);
    return;
  }
  if (kind === "owned" && /^(Callable|Newable)?Function\.bind$/.test(call.fact?.library ?? "")) {
    // C3: the function that `bind` makes has the argument, and may be called again.
    const subject = cx.syntax.textOf(node);
    const detail = `made by \`${call.name}\``;
    report(cx, { rule: "closure-escape", at: spanOf(cx, node), subject, detail, labels: [] });
    return;
  }
  if (call.member?.duplicates === true && kind === "owned") {
    lowerExpression(cx, node, borrowing);
    const labels = [
      {
        kind: "interference",
        at: spanOf(cx, call.node),
        what: `\`${call.name}\`, which stores it in every slot`,
      },
    ] as const;
    report(cx, {
      rule: "aliasing",
      at: spanOf(cx, node),
      subject: cx.syntax.textOf(node),
      verb: "moved",
      onEveryPath: true,
      reason: { kind: "element" },
      part: null,
      labels,
    });
    return;
  }
  if (kind === "borrowed") {
    if (fact.sink.kind === "own") takeLent(cx, node);
    if (storesInReceiver(call)) storeBorrow(cx, call, node);
    else lowerExpression(cx, node, lending(call.lent));
    return;
  }
  if (fact.sink.kind === "borrow" && storesInReceiver(call)) storeBorrow(cx, call, node);
  else if (isOnlyLookedAt(cx, node)) lowerExpression(cx, node, lending(call.lent));
  else lowerExpression(cx, node, argumentFlow(fact, call));
  if (fact.sink.kind === "borrow" && fact.sink.takesElements === true) disturbElements(cx, call, node);
}

function disturbElements(cx: Lowering, call: Call, container: ts.Expression): void {
  if (!isContainer(valueOf(cx, container).ownership)) return;
  const { start } = spanOf(cx, withoutParentheses(cx, container));
  for (const loan of call.lent.places.filter(({ at }) => at.start === start)) {
    call.disturbed.push({ place: elementOf(cx, loan.place, null), at: loan.at });
  }
}

function isContainer(ownership: Ownership): boolean {
  return ownership.kind === "owned" && ownership.form === "container";
}

/** The element of a container that a call chooses: by a literal key of a map, else whichever it may be. */
function elementOf(cx: Lowering, container: Place, call: Call | null): Place {
  const operand = call?.member?.keyed === true ? call.operands[0] : undefined;
  const key = operand === undefined ? undefined : withoutParentheses(cx, operand);
  const name = key !== undefined && isLiteral(cx, key) ? `key ${cx.syntax.textOf(key)}` : anyElement;
  return cx.build.places.part(container, name, `${container.text}[...]`, "element", true);
}

function isLiteral({ syntax: { SyntaxKind: K } }: Lowering, { kind }: ts.Expression): boolean {
  return kind === K.StringLiteral || kind === K.NumericLiteral;
}

function argumentFlow(fact: ArgumentFact, call: Call): Flow {
  const { sink, parameter, declaredAt } = fact;
  switch (sink.kind) {
    case "own":
      return isAtomic(call)
        ? moving({ kind: "consumed-argument", method: call.name, parameter }, "spent", call.restorable)
        : moving({ kind: "argument", callee: call.name, parameter, declaredAt });
    case "borrow":
      return lending(call.lent);
    case "escape":
      return { kind: "escape", into: sink.into, why: sink.why };
  }
}

/** The library keeps the argument in its receiver: `kept.push(x)`. */
function storesInReceiver({ fact }: Call): boolean {
  return /\.(push|unshift|set|add|splice)$/.test(fact?.library ?? "");
}

/** B4: a borrow may be kept in a local of this body, as long as its owner stays; nowhere else. */
function storeBorrow(cx: Lowering, call: Call, node: ts.Expression): void {
  const lent: Lent = { places: [], holders: [] };
  lowerExpression(cx, node, lending(lent));
  const callee = withoutParentheses(cx, calleeOf(cx, call.node));
  keepBorrow(cx, lowerAccess(cx, (callee as ts.PropertyAccessExpression).expression), lent, node, true);
}

function skipWhenAbsent(cx: Lowering, node: CallNode): void {
  if ((node as ts.CallExpression).questionDotToken !== undefined) skipChain(cx, { kind: "value" });
}

function isDirectEval(cx: Lowering, callee: ts.Expression): boolean {
  return callee.kind === cx.syntax.SyntaxKind.Identifier && (callee as ts.Identifier).text === "eval";
}

/** M3: the callees that only look at what they are given, by the name they are called by, however that is spelt. */
function isInspector(cx: Lowering, callee: ts.Expression): boolean {
  const named = dottedName(cx, callee);
  if (named === null) return false;
  const { name, root } = named;
  if (cx.inspectors.has(name)) return true;
  const binding = cx.facts.binding(root);
  if (binding !== null && binding.declaration !== null && !binding.imported) return false;
  return builtInInspectors.has(name) || name.startsWith("console.");
}

/** `(console)!.log` and `console["log"]` are `console.log`. */
function dottedName(
  cx: Lowering,
  node: ts.Expression,
): { readonly name: string; readonly root: ts.Expression } | null {
  const K = cx.syntax.SyntaxKind;
  const bare = withoutSpelling(cx, node);
  switch (bare.kind) {
    case K.Identifier:
    case K.ThisKeyword:
      return { name: cx.syntax.textOf(bare), root: bare };
    case K.PropertyAccessExpression:
    case K.ElementAccessExpression: {
      const access = bare as ts.PropertyAccessExpression | ts.ElementAccessExpression;
      const base = dottedName(cx, access.expression);
      const member = memberName(cx, access);
      return base === null || member === null ? null : { name: `${base.name}.${member}`, root: base.root };
    }
    default:
      return null;
  }
}

function memberName(
  { syntax: { SyntaxKind: K } }: Lowering,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
): string | null {
  if (access.kind === K.PropertyAccessExpression) return access.name.text;
  const { argumentExpression: key } = access;
  return key.kind === K.StringLiteral ? (key as ts.StringLiteral).text : null;
}

const builtInInspectors: ReadonlySet<string> = new Set([
  "JSON.stringify",
  "String",
  "Boolean",
  "util.inspect",
  "inspect",
  "expect",
]);

/**
 * X5: what the call copies though it has one owner, so that the copy looks like the resource and is none.
 * `Object.assign` leaves its target what it was; from an aggregate it moves the parts, as a spread does, unless they end
 * in a target that nobody knows to own them.
 */
function copiedOperand(cx: Lowering, { node, fact, operands }: Call): ts.Expression | null {
  const owned = operands.filter(
    (operand) => isOwned(cx, operand) || isResource(valueOf(cx, operand).ownership),
  );
  const [target] = operands;
  switch (fact?.library) {
    case "structuredClone":
    case "Object.create":
      return owned[0] ?? null;
    case "Object.assign":
      return (
        owned.find((operand) => {
          if (target === undefined || operand === target) return false;
          const { ownership } = valueOf(cx, operand);
          const movesParts = ownership.kind === "owned" && ownership.form === "aggregate";
          return !movesParts || (isStatement(cx, node) && !isOwned(cx, target));
        }) ?? null
      );
    default:
      return null;
  }
}

/** Nobody takes the result. */
function isStatement(cx: Lowering, node: ts.Node): boolean {
  const K = cx.syntax.SyntaxKind;
  const { parent } = node;
  switch (parent.kind) {
    case K.ParenthesizedExpression:
    case K.NonNullExpression:
      return isStatement(cx, parent);
    default:
      return parent.kind === K.ExpressionStatement || parent.kind === K.VoidExpression;
  }
}

function reportCopy(cx: Lowering, node: CallNode, copied: ts.Expression): void {
  report(cx, {
    rule: "copy",
    at: spanOf(cx, node),
    subject: cx.syntax.textOf(copied),
    detail: null,
    labels: [],
  });
}

/** T9: what comes of the call may be a budget that the callee keeps, too. An argument that says so is reported itself. */
function reportInstantiation(cx: Lowering, node: CallNode, fact: CallFact): void {
  const { instantiates } = fact;
  const isKnown = fact.arguments.some(({ sink }) => sink.kind === "escape" && sink.why === "type-parameter");
  if (instantiates === null || isKnown) return;
  report(cx, {
    rule: "escape",
    at: spanOf(cx, node),
    subject: cx.syntax.textOf(node),
    into: instantiates,
    why: "type-parameter",
    labels: [],
  });
}
