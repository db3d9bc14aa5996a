import type ts from "typescript";
import type { Syntax } from "./Syntax.js";

/**
 * What is evaluated as a unit of control flow: a module, a namespace, a function, the initialiser of a field. Static
 * fields and static blocks are evaluated once, where the class stands, and belong to the body around it.
 */
export type BodyOwner = ts.SourceFile | ts.ModuleBlock | ts.FunctionLikeDeclaration | ts.PropertyDeclaration;

export function isFunctionLike(syntax: Syntax, node: ts.Node): node is ts.FunctionLikeDeclaration {
  const K = syntax.SyntaxKind;
  switch (node.kind) {
    case K.FunctionDeclaration:
    case K.FunctionExpression:
    case K.ArrowFunction:
    case K.MethodDeclaration:
    case K.Constructor:
    case K.GetAccessor:
    case K.SetAccessor:
      return true;
    default:
      return false;
  }
}

export function isBodyOwner(syntax: Syntax, node: ts.Node): node is BodyOwner {
  const K = syntax.SyntaxKind;
  switch (node.kind) {
    case K.SourceFile:
    case K.ModuleBlock:
      return true;
    case K.PropertyDeclaration:
      return !isStatic(syntax, node as ts.PropertyDeclaration);
    default:
      return isFunctionLike(syntax, node);
  }
}

export function isStatic({ SyntaxKind: K }: Syntax, member: ts.PropertyDeclaration): boolean {
  return member.modifiers?.some(({ kind }) => kind === K.StaticKeyword) === true;
}

export function isAsync({ SyntaxKind: K }: Syntax, { modifiers }: ts.FunctionLikeDeclaration): boolean {
  return modifiers?.some(({ kind }) => kind === K.AsyncKeyword) === true;
}

/** What a body is called: its own name, or that of the variable or property which it initialises; null: it has none. */
export function nameOfBody(syntax: Syntax, owner: BodyOwner): string | null {
  const K = syntax.SyntaxKind;
  if (owner.kind === K.SourceFile) return null;
  if (owner.kind === K.Constructor) return "constructor";
  const { name } = owner as { name?: ts.Node };
  const parent = owner.parent as ts.Node & { name?: ts.Node; initializer?: ts.Node };
  const named = name ?? (parent.initializer === owner ? parent.name : undefined);
  return named === undefined ? null : syntax.textOf(named);
}

/** A body as a message names it. */
export function describeBody(syntax: Syntax, owner: BodyOwner): string {
  const name = nameOfBody(syntax, owner);
  if (name !== null) return `\`${name}\``;
  return isModuleLevel(syntax, owner) ? "the module" : "an anonymous function";
}

/**
 * The body that evaluates a node. Names and decorators of a member are evaluated by the body around it. Remembers the
 * way up from every node, for as long as the tree stays as it is.
 */
export function createEnclosingBody(syntax: Syntax): (node: ts.Node) => BodyOwner {
  const known = new Map<ts.Node, BodyOwner>();
  return (node) => {
    const passed: ts.Node[] = [];
    let owner: BodyOwner | undefined;
    for (let child = node; owner === undefined;) {
      owner = known.get(child);
      if (owner !== undefined) break;
      passed.push(child);
      const parent = child.parent as ts.Node | undefined;
      if (parent === undefined) throw new Error("a node without a source file");
      if (isBodyOwner(syntax, parent) && !isEvaluatedOutside(syntax, child, parent)) owner = parent;
      child = parent;
    }
    for (const each of passed) known.set(each, owner);
    return owner;
  };
}

/** Module level for the purposes of P3: what every function of the file can see. */
export function isModuleLevel(syntax: Syntax, owner: BodyOwner): boolean {
  return owner.kind === syntax.SyntaxKind.SourceFile || owner.kind === syntax.SyntaxKind.ModuleBlock;
}

function isEvaluatedOutside(syntax: Syntax, child: ts.Node, owner: BodyOwner): boolean {
  const K = syntax.SyntaxKind;
  if (child.kind === K.Decorator) return true;
  if (owner.kind === K.SourceFile || owner.kind === K.ModuleBlock) return false;
  return (owner as { name?: ts.Node }).name === child;
}
