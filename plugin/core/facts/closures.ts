import type ts from "typescript";
import { isAsync, isFunctionLike, isModuleLevel, type BodyOwner } from "../syntax/bodies.js";
import type { Syntax } from "../syntax/Syntax.js";
import { isTransparent } from "../syntax/transparent.js";
import type { Facts } from "./Facts.js";
import { callbackRuns, libraryMember, type CallbackRuns } from "./library.js";
import { homeOf, type Scopes } from "./resolveScopes.js";
import type { FileScan } from "./scanFile.js";

/** A function whose body reaches bindings or slots of the functions around it, or looks at elements that it is given. */
export interface Closure {
  readonly node: ts.FunctionLikeDeclaration;
  /** As declared; empty where it has no name. */
  readonly name: string;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** It may run whenever anybody likes (C3). */
  escapes: boolean;
  /** Where it escapes first. */
  escapesAt: ts.Node | null;
  /** Handed over at some place to run at most once, later. */
  runsLater: boolean;
}

/** What becomes of a function where it is mentioned. */
export type ClosureUse =
  | { readonly kind: "none" }
  | { readonly kind: "call"; readonly call: ts.CallExpression | ts.TaggedTemplateExpression }
  | {
      readonly kind: "callback";
      readonly runs: CallbackRuns;
      readonly call: ts.CallExpression | ts.NewExpression;
    }
  | { readonly kind: "handed-over" }
  | { readonly kind: "escape" };

/** The closures of a file and how each is used; functions that capture nothing are none. */
export interface Closures {
  /** The closure that an expression denotes: a literal, or a name that means one function for good (C1). */
  denotedBy(node: ts.Expression): Closure | null;
  ofNode(node: ts.Node): Closure | null;
  use(node: ts.Expression): ClosureUse;
  /** A function that is written where it is used. */
  isLiteral(node: ts.Expression): boolean;
}

export function findClosures(syntax: Syntax, scan: FileScan, facts: Facts, scopes: Scopes): Closures {
  const K = syntax.SyntaxKind;
  const closures = new Map<ts.Node, Closure>();

  const functionOf = (node: ts.Node, depth = 0): ts.FunctionLikeDeclaration | null => {
    const bare = unwrap(syntax, node);
    if (bare.kind === K.ArrowFunction || bare.kind === K.FunctionExpression) return bare as ts.ArrowFunction;
    if (bare.kind !== K.Identifier || depth > 20) return null;
    const declaration = facts.binding(bare)?.declaration ?? null;
    if (declaration === null) return null;
    if (declaration.kind === K.FunctionDeclaration) {
      const declared = declaration as ts.FunctionDeclaration;
      return declared.body === undefined ? null : declared;
    }
    // Its own name, within a function expression.
    if (declaration.kind === K.FunctionExpression) return declaration as ts.FunctionExpression;
    if (declaration.kind !== K.VariableDeclaration) return null;
    const { initializer, parent, name } = declaration as ts.VariableDeclaration;
    if (initializer === undefined || name.kind !== K.Identifier || parent.kind !== K.VariableDeclarationList)
      return null;
    // A `Once` has the captures already: its call is a move of the name.
    if (facts.sinks.get(initializer)?.kind === "own") return null;
    return syntax.isConstant(parent) ? functionOf(initializer, depth + 1) : null;
  };

  const add = (node: ts.FunctionLikeDeclaration): void => {
    if (closures.has(node)) return;
    const inClass =
      node.kind !== K.ArrowFunction &&
      node.kind !== K.FunctionExpression &&
      node.kind !== K.FunctionDeclaration;
    closures.set(node, {
      node,
      name: nameOf(syntax, node),
      isAsync: isAsync(syntax, node),
      isGenerator: node.asteriskToken !== undefined,
      escapes: inClass,
      escapesAt: inClass ? (node.name ?? node) : null,
      runsLater: false,
    });
  };
  /** Its promises look at elements of a container, which only the caller knows (B3, K1). */
  const isGivenElements = (node: BodyOwner): node is ts.ArrowFunction | ts.FunctionExpression => {
    if (node.kind !== K.ArrowFunction && node.kind !== K.FunctionExpression) return false;
    const how = useOf(syntax, facts, node);
    if (how.kind !== "callback" || how.runs !== "repeatedly") return false;
    const { elements } = libraryMember(facts.call(how.call)?.library ?? null)?.callback ?? { elements: [] };
    const { parameters } = node as ts.ArrowFunction;
    return elements.some((index) => scopes.tracked.has(node) && parameters[index] !== undefined);
  };
  const references = scan.references.flatMap((reference) => {
    const target = functionOf(reference);
    return target === null ? [] : [{ reference, target }];
  });

  for (const owner of [...scopes.captures.keys(), ...scopes.slotUsers])
    if (isFunctionLike(syntax, owner)) add(owner);
  for (const body of scan.bodies) if (isGivenElements(body)) add(body);
  // Who calls a closure reaches what it captures.
  for (let size = -1; size !== closures.size;) {
    size = closures.size;
    for (const { reference, target } of references) {
      if (!closures.has(target)) continue;
      const home =
        isFunctionLike(syntax, target) && target.kind === K.FunctionDeclaration
          ? scan.ownerOf(target)
          : homeOf(syntax, target, scan.ownerOf);
      for (
        let owner = scan.ownerOf(reference);
        owner !== home && !isModuleLevel(syntax, owner);
        owner = scan.ownerOf(owner)
      ) {
        if (isFunctionLike(syntax, owner)) add(owner);
      }
    }
  }

  const use = (node: ts.Expression): ClosureUse => useOf(syntax, facts, node);
  const uses: { readonly closure: Closure; readonly node: ts.Expression; readonly use: ClosureUse }[] = [];
  for (const { reference, target } of references) {
    const closure = closures.get(target);
    if (closure !== undefined) uses.push({ closure, node: reference, use: use(reference) });
  }
  for (const closure of closures.values()) {
    if (closure.node.kind === K.ArrowFunction || closure.node.kind === K.FunctionExpression) {
      const literal = closure.node as ts.Expression & ts.FunctionLikeDeclaration;
      uses.push({ closure, node: literal, use: use(literal) });
    }
  }
  for (const { closure, node, use: how } of uses) {
    if (how.kind === "escape") escape(closure, node);
    if (how.kind === "handed-over" || (how.kind === "callback" && how.runs === "later"))
      closure.runsLater = true;
  }
  // What runs inside of something that runs at any time does so too.
  for (let changed = true; changed;) {
    changed = false;
    for (const { closure, node } of uses) {
      if (closure.escapes) continue;
      for (
        let owner = scan.ownerOf(node);
        !isModuleLevel(syntax, owner) && owner !== closure.node;
        owner = scan.ownerOf(owner)
      ) {
        if (closures.get(owner)?.escapes !== true || contains(owner, closure.node)) continue;
        escape(closure, node);
        changed = true;
        break;
      }
    }
  }

  return {
    denotedBy: (node) => {
      const target = functionOf(node);
      return target === null ? null : (closures.get(target) ?? null);
    },
    ofNode: (node) => closures.get(node) ?? null,
    use,
    isLiteral: (node) => isFunctionLike(syntax, unwrap(syntax, node)),
  };
}

function escape(closure: Closure, at: ts.Node): void {
  closure.escapes = true;
  closure.escapesAt ??= at;
}

function useOf(syntax: Syntax, facts: Facts, node: ts.Expression): ClosureUse {
  const K = syntax.SyntaxKind;
  let at: ts.Expression = node;
  while (isTransparent(syntax, at.parent)) at = at.parent;
  const { parent } = at;
  switch (parent.kind) {
    case K.CallExpression:
    case K.NewExpression: {
      const call = parent as ts.CallExpression;
      if (call.expression === at)
        return parent.kind === K.CallExpression ? { kind: "call", call } : { kind: "escape" };
      return useAsArgument(facts, call, call.arguments.indexOf(at));
    }
    case K.TaggedTemplateExpression:
      return { kind: "call", call: parent as ts.TaggedTemplateExpression };
    case K.VariableDeclaration: {
      const declaration = parent as ts.VariableDeclaration;
      if (facts.sinks.get(at)?.kind === "own") return { kind: "handed-over" };
      const list = declaration.parent;
      const names = declaration.name.kind === K.Identifier && list.kind === K.VariableDeclarationList;
      return names && syntax.isConstant(list) ? { kind: "none" } : { kind: "escape" };
    }
    case K.ExpressionStatement:
    case K.VoidExpression:
    case K.TypeOfExpression:
      return { kind: "none" };
    default:
      return facts.sinks.get(at)?.kind === "own" ? { kind: "handed-over" } : { kind: "escape" };
  }
}

function useAsArgument(facts: Facts, call: ts.CallExpression | ts.NewExpression, index: number): ClosureUse {
  const fact = facts.call(call);
  if (fact === null) return { kind: "escape" };
  if (fact.arguments[index]?.sink.kind === "own") return { kind: "handed-over" };
  // A matcher calls what it is given while it is being asked, at most once.
  if (fact.name === "expect") return { kind: "callback", runs: "later", call };
  const runs = callbackRuns(fact.library, index);
  return runs === null ? { kind: "escape" } : { kind: "callback", runs, call };
}

function unwrap(syntax: Syntax, node: ts.Node): ts.Node {
  let at = node;
  while (isTransparent(syntax, at)) at = at.expression;
  return at;
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  for (let at = inner as ts.Node | undefined; at !== undefined; at = at.parent as ts.Node | undefined) {
    if (at === outer) return true;
  }
  return false;
}

function nameOf(syntax: Syntax, node: ts.FunctionLikeDeclaration): string {
  const K = syntax.SyntaxKind;
  if (node.name !== undefined) return syntax.textOf(node.name);
  const { parent } = node;
  return parent.kind === K.VariableDeclaration ? syntax.textOf((parent as ts.VariableDeclaration).name) : "";
}
