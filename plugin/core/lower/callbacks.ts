import type ts from "typescript";
import { libraryMember } from "../facts/library.js";
import type { Closure } from "../facts/closures.js";
import { callersKey, givenKey, rootOf, type Place } from "../ir/places.js";
import { bindingPlace } from "./access.js";
import { isTakenByClosures } from "./closures.js";
import { spanOf, type Lent, type Lowering } from "./Lowering.js";
import { rootsOf } from "./values.js";
import { isBoundElement } from "../syntax/boundElements.js";

interface CallbackParameters {
  /** Get elements of the container which the callee goes through. */
  readonly elements: readonly ts.ParameterDeclaration[];
  /** Get what the callee goes on with whatever the callback does: the container, and of a set the same element again. */
  readonly lent: readonly ts.ParameterDeclaration[];
}

/**
 * The parameters of a callback, written where it is handed to a callee that runs it again and again (K1). Anybody else may
 * call a function that has a name.
 */
export function callbackParameters(
  cx: Pick<Lowering, "syntax" | "facts" | "closures">,
  callback: ts.Node,
): CallbackParameters {
  const K = cx.syntax.SyntaxKind;
  if (callback.kind !== K.ArrowFunction && callback.kind !== K.FunctionExpression) return none;
  const literal = callback as ts.ArrowFunction;
  const use = cx.closures.use(literal);
  if (use.kind !== "callback" || use.runs !== "repeatedly") return none;
  const indices = libraryMember(cx.facts.call(use.call)?.library ?? null)?.callback?.elements ?? [];
  const isLent = (_: unknown, index: number): boolean =>
    !indices.includes(index) && indices.some((element) => element < index);
  return {
    elements: indices.flatMap((index) => literal.parameters[index] ?? []),
    lent: literal.parameters.filter(isLent),
  };
}

const none: CallbackParameters = { elements: [], lent: [] };

/** What a callback is given and does not take, it looks at; its caller knows what that is a part of. */
export function elementsOnLoan(cx: Lowering, callback: ts.Node): readonly { holder: Place; given: Place }[] {
  const { places } = cx.build;
  return callbackParameters(cx, callback).elements.flatMap(({ name }) => {
    const names = rootsOf(cx, name);
    const moves = cx.build.movesSince(0).some(({ place }) => names.has(rootOf(place).key));
    if (moves || isTakenByClosures(cx, names)) return [];
    return [...names].map((key) => ({
      holder: places.root(key, "", null),
      given: places.root(givenKey(Number(key)), "", null, { captured: true }),
    }));
  });
}

/** The callee hands elements of what it was lent to the callback. */
export function giveElements(cx: Lowering, { node }: Closure, { places: loans, holders }: Lent): void {
  if (loans.length + holders.length === 0) return;
  for (const { name } of callbackParameters(cx, node).elements) {
    for (const key of rootsOf(cx, name)) {
      const holder = cx.build.places.root(givenKey(Number(key)), "", null);
      cx.build.emit({ op: "lend", holder, loans, holders });
    }
  }
}

/** B1: an argument of a borrowed parameter is on loan until the function is done. */
export function lendFromCaller(
  cx: Lowering,
  parameter: ts.ParameterDeclaration,
  name: ts.BindingName,
  fallback: Lent,
): void {
  if (name.kind !== cx.syntax.SyntaxKind.Identifier) {
    for (const element of name.elements) {
      if (isBoundElement(cx.syntax, element)) lendFromCaller(cx, parameter, element.name, fallback);
    }
    return;
  }
  const binding = cx.facts.binding(name);
  const reference = bindingPlace(cx, name);
  if (binding?.ownership.kind !== "borrowed" || reference.kind !== "place") return;
  const place = callbackParameters(cx, parameter.parent).elements.includes(parameter)
    ? cx.build.places.root(givenKey(binding.id), "", null, { captured: true })
    : cx.build.places.root(callersKey(binding.id), name.text, null);
  const loan = { place, at: spanOf(cx, name) };
  const { places, holders } = fallback;
  cx.build.emit({ op: "lend", holder: reference.place, loans: [loan, ...places], holders });
}
