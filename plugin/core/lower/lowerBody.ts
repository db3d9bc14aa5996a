import type ts from "typescript";
import { wayOut } from "../facts/wayOut.js";
import { BodyBuilder } from "../ir/BodyBuilder.js";
import type { Body } from "../ir/Body.js";
import { thisKey } from "../ir/places.js";
import type { Closures } from "../facts/closures.js";
import type { Facts } from "../facts/Facts.js";
import type { FileScan } from "../facts/scanFile.js";
import type { Scopes } from "../facts/resolveScopes.js";
import { isFunctionLike, type BodyOwner } from "../syntax/bodies.js";
import type { Syntax } from "../syntax/Syntax.js";
import { bindingPlace, placeOfBinding, placeOfThis } from "./access.js";
import { boundOf, setBalance } from "./balances.js";
import { callbackParameters, elementsOnLoan, lendFromCaller } from "./callbacks.js";
import { lowerField } from "./closures.js";
import { lowerExpression } from "./expressions.js";
import { Jumps } from "./Jumps.js";
import { report, spanOf, type Lowering } from "./Lowering.js";
import { bindName, bindPattern, bindsOwned, lowerDefault, nothingLent } from "./patterns.js";
import { lowerStatement, lowerStatements } from "./statements.js";
import { keepReturned } from "./tasks.js";
import { flowInto, rootsOf } from "./values.js";

export interface FileContext {
  readonly syntax: Syntax;
  readonly facts: Facts;
  readonly scan: FileScan;
  readonly scopes: Scopes;
  readonly closures: Closures;
  readonly inspectors: ReadonlySet<string>;
  /** The variables that may keep promises; null: the file makes none. */
  readonly keepers: ReadonlySet<number> | null;
  /** Another body of the file, lowered once; null while it is being lowered. */
  bodyOf(owner: BodyOwner): Body | null;
}

/** Lowers one body to basic blocks. Reads syntax and facts; knows nothing of what the analyses make of it. */
export function lowerBody(file: FileContext, owner: BodyOwner): Body {
  const build = new BodyBuilder();
  const exit = build.reserve();
  const cx: Lowering = {
    ...file,
    owner,
    build,
    jumps: new Jumps(build, exit),
    pending: [],
    targets: [],
    interruptions: [],
    chainExit: null,
    usings: new Map(),
    ownsThis: ownsThis(file, owner),
    ownsParameters: parametersOf(file, owner).some((parameter) => bindsOwned(file, parameter.name)),
    tasks: new Map(),
    lentNames: new Map(),
    containersOnLoan: new Set(),
    failureIsMeant: isForMatcher(file, owner),
    finalizerDepth: 0,
  };
  const { lent } = callbackParameters(cx, owner);
  for (const parameter of parametersOf(file, owner)) {
    if (isTested(cx, owner, parameter)) {
      const binding = cx.facts.binding(parameter.name);
      if (binding !== null) cx.lentNames.set(binding.id, "a predicate only looks at what it tests");
    }
    if (lent.includes(parameter)) {
      for (const key of rootsOf(cx, parameter.name)) {
        cx.lentNames.set(Number(key), "the callee that runs this function goes on with it");
        cx.containersOnLoan.add(Number(key));
      }
    }
    lowerParameter(cx, parameter);
  }
  const atStart = build.bookmark();
  lowerContent(cx, owner);
  for (const { holder, given } of elementsOnLoan(cx, owner)) {
    const loan = { place: given, at: spanOf(cx, owner) };
    atStart({ op: "lend", holder, loans: [loan], holders: [] });
  }
  cx.build.emit({
    op: "exit",
    at: { file: file.scan.file.fileName, start: Math.max(owner.end - 1, 0), end: owner.end },
  });
  build.goto(exit);
  build.enter(exit);
  build.terminate({ kind: "return" });
  const escapesAt = file.closures.ofNode(owner)?.escapesAt ?? null;
  return build.finish(file.closures.ofNode(owner)?.name ?? nameOf(file, owner), owner, {
    escape: escapesAt && { at: spanOf(cx, escapesAt), how: wayOut(cx.syntax, escapesAt) },
    sharesThis: owner.kind === cx.syntax.SyntaxKind.ArrowFunction,
    sharedRoots: new Set([...file.scopes.capturedBy.keys()].map(String)),
    capturedPlace: (key, text) => {
      if (key === thisKey) return placeOfThis(cx);
      const binding = file.scopes.bindings.get(Number(key));
      return binding === undefined ? build.places.root(key, text, null) : placeOfBinding(cx, binding);
    },
  });
}

function lowerContent(cx: Lowering, owner: BodyOwner): void {
  const K = cx.syntax.SyntaxKind;
  switch (owner.kind) {
    case K.SourceFile:
    case K.ModuleBlock:
      lowerStatements(cx, (owner as ts.SourceFile).statements);
      break;
    case K.PropertyDeclaration:
      lowerField(cx, owner);
      break;
    default: {
      const { body } = owner;
      if (body === undefined) break;
      if (body.kind === K.Block) lowerStatement(cx, body as ts.Block, []);
      else {
        lowerExpression(cx, body, flowInto(cx, body, { kind: "return" }));
        keepReturned(cx, body);
      }
    }
  }
}

function lowerParameter(cx: Lowering, parameter: ts.ParameterDeclaration): void {
  const K = cx.syntax.SyntaxKind;
  const { name, initializer } = parameter;
  const reason = { kind: "binding", name: cx.syntax.textOf(name) } as const;
  const fallback = lowerDefault(cx, initializer, reason);
  if (name.kind !== K.Identifier) {
    const fact = cx.facts.value(name);
    bindPattern(cx, name, { reference: { kind: "value" }, fact, lent: nothingLent });
    lendFromCaller(cx, parameter, name, fallback);
    return;
  }
  bindName(cx, name);
  lendFromCaller(cx, parameter, name, fallback);
  setBalance(cx, bindingPlace(cx, name), boundOf(cx, name));
  if (!isParameterProperty(cx, parameter)) return;
  if (cx.facts.value(name).ownership.kind === "borrowed") {
    // B4: the instance may live on when the caller's loan is over.
    const subject = name.text;
    const detail = "stored where it outlives its owner";
    report(cx, { rule: "borrow-escape", at: spanOf(cx, name), subject, detail, labels: [] });
  }
  if (cx.facts.value(name).ownership.kind !== "owned") return;
  // M1: a parameter property moves the argument into the field.
  const reference = bindingPlace(cx, name);
  if (reference.kind !== "place") return;
  const move = cx.build.move(reference.place, spanOf(cx, name), {
    kind: "property",
    name: name.text,
  });
  cx.build.emit({ op: "move", move, verb: "moved", interrupted: null });
}

/** M3: in a type predicate or assertion the tested parameter is a borrow. */
function isTested(cx: Lowering, owner: BodyOwner, parameter: ts.ParameterDeclaration): boolean {
  const { type } = owner as { type?: ts.Node };
  if (type?.kind !== cx.syntax.SyntaxKind.TypePredicate) return false;
  return cx.syntax.textOf((type as ts.TypePredicateNode).parameterName) === cx.syntax.textOf(parameter.name);
}

function isParameterProperty(cx: Lowering, parameter: ts.ParameterDeclaration): boolean {
  const K = cx.syntax.SyntaxKind;
  return (
    parameter.modifiers?.some(({ kind }) =>
      [K.PublicKeyword, K.PrivateKeyword, K.ProtectedKeyword, K.ReadonlyKeyword, K.OverrideKeyword].includes(
        kind,
      ),
    ) === true
  );
}

function parametersOf({ syntax }: FileContext, owner: BodyOwner): readonly ts.ParameterDeclaration[] {
  return isFunctionLike(syntax, owner) ? owner.parameters.filter((parameter) => !isThis(parameter)) : [];
}

function isThis({ name }: ts.ParameterDeclaration): boolean {
  return (name as ts.Identifier).text === "this";
}

/** T6: a method owns its receiver iff it declares `this` of an affine type; a constructor and the like never do. */
function ownsThis({ syntax, facts }: FileContext, owner: BodyOwner): boolean {
  if (!isFunctionLike(syntax, owner)) return false;
  const declared = owner.parameters.find(isThis);
  return declared !== undefined && facts.value(declared.name).ownership.kind === "owned";
}

/** `expect(() => b.spend(2_000)).toThrow()`. */
function isForMatcher({ syntax, facts }: FileContext, owner: BodyOwner): boolean {
  const { parent } = owner as { parent?: ts.Node };
  if (parent?.kind !== syntax.SyntaxKind.CallExpression) return false;
  return facts.call(parent)?.name === "expect" || facts.call(parent)?.name === "throws";
}

function nameOf({ syntax }: FileContext, owner: BodyOwner): string {
  const { name } = owner as { name?: ts.Node };
  if (name !== undefined) return syntax.textOf(name);
  return owner.kind === syntax.SyntaxKind.SourceFile ? "the module" : "an anonymous function";
}
