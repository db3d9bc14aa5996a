import type ts from "typescript";
import type { SignatureFact } from "../../../core/facts/questions.js";
import type { Context } from "./Context.js";
import { isPrimitive, isRestParameter } from "./typeShapes.js";

/** Ownership is part of a signature (B6), though the compiler compares parameters of methods both ways. */
export interface SignatureComparison {
  /** What is wrong with the function, object or class member at a node, as seen by those who call it by its other type. */
  mismatchAt(node: ts.Node): SignatureFact | null;
}

/** Null: nothing. */
type Receiver = "owned" | "borrowed" | null;

export function createSignatureComparison({
  typescript,
  checker,
  types,
  nodes,
}: Context): SignatureComparison {
  return { mismatchAt };

  function mismatchAt(node: ts.Node): SignatureFact | null {
    if (typescript.isMethodDeclaration(node) && typescript.isObjectLiteralExpression(node.parent))
      return promised(node, node.parent);
    if (typescript.isMethodDeclaration(node) || typescript.isPropertyDeclaration(node)) {
      return overridden(node) ?? (typescript.isMethodDeclaration(node) ? overloaded(node) : null);
    }
    if (typescript.isFunctionDeclaration(node)) return overloaded(node);
    if (!typescript.isExpression(node)) return null;
    const type = nodes.typeOf(node);
    if (isPrimitive(typescript, type)) return null;
    const target = targetOf(node);
    return target === undefined ? null : compareTypes(type, target, 0);
  }

  function targetOf(node: ts.Expression): ts.Type | undefined {
    const { parent } = node;
    if (typescript.isBinaryExpression(parent) && parent.right === node)
      return checker.getTypeAtLocation(parent.left);
    return checker.getContextualType(node);
  }

  /** A method of a literal that owns something against the member that the literal's type declares. */
  function promised(method: ts.MethodDeclaration, literal: ts.ObjectLiteralExpression): SignatureFact | null {
    const type = checker.getContextualType(literal);
    const member = type && checker.getNonNullableType(type).getProperty(method.name.getText());
    if (type === undefined || member === undefined) return null;
    // All members of any other literal are compared at once.
    const isPlain =
      types.ownership(type).kind === "plain" && types.ownership(nodes.typeOf(literal)).kind === "plain";
    return isPlain
      ? null
      : compareTypes(checker.getTypeAtLocation(method), checker.getTypeOfSymbol(member), 0);
  }

  /** A member against the same member of every class and interface that its class is declared to be. */
  function overridden(member: ts.MethodDeclaration | ts.PropertyDeclaration): SignatureFact | null {
    if (!typescript.isClassLike(member.parent)) return null;
    const own = checker.getTypeAtLocation(member);
    for (const clause of member.parent.heritageClauses ?? []) {
      for (const base of clause.types) {
        const inherited = checker.getTypeAtLocation(base).getProperty(member.name.getText());
        if (inherited === undefined) continue;
        const found = compareTypes(own, checker.getTypeOfSymbolAtLocation(inherited, member), 0);
        if (found !== null) return { ...found, target: base.getText() };
      }
    }
    return null;
  }

  /** An implementation against the overloads that its callers see. */
  function overloaded(node: ts.FunctionDeclaration | ts.MethodDeclaration): SignatureFact | null {
    if (node.body === undefined || node.name === undefined) return null;
    const implementation = checker.getSignatureFromDeclaration(node);
    const symbol = checker.getSymbolAtLocation(node.name);
    if (implementation === undefined || (symbol?.declarations?.length ?? 0) < 2) return null;
    for (const overload of checker.getTypeOfSymbol(symbol as ts.Symbol).getCallSignatures()) {
      const found = compareSignatures(implementation, overload, node);
      if (found !== null) return { ...found, target: "an overload" };
    }
    return null;
  }

  function compareTypes(value: ts.Type, target: ts.Type, depth: number): SignatureFact | null {
    if (value === target || depth > 3) return null;
    const wanted = checker.getNonNullableType(target);
    const [mine] = value.getCallSignatures();
    const theirs = wanted.getCallSignatures();
    if (mine !== undefined && theirs.length > 0) {
      for (const signature of theirs) {
        const found = compareSignatures(mine, signature, null);
        if (found !== null) return { ...found, target: checker.typeToString(target) };
      }
      return null;
    }
    if (!(wanted.flags & typescript.TypeFlags.Object) || mine !== undefined) return null;
    if (types.ownership(wanted).kind !== "plain" || types.ownership(value).kind !== "plain") return null;
    for (const member of wanted.getProperties()) {
      const own = checker.getPropertyOfType(value, member.name);
      if (own === undefined || own === member) continue;
      const type = checker.getTypeOfSymbol(member);
      if (checker.getNonNullableType(type).getCallSignatures().length === 0) continue;
      const found = compareTypes(checker.getTypeOfSymbol(own), type, depth + 1);
      if (found !== null) return { ...found, member: member.name, target: checker.typeToString(target) };
    }
    return null;
  }

  function compareSignatures(
    mine: ts.Signature,
    theirs: ts.Signature,
    at: ts.Node | null,
  ): SignatureFact | null {
    const receiver = useOfReceiver(mine);
    const lent = loanOfReceiver(theirs);
    if (receiver === "owned" && lent !== "owned")
      return { member: null, parameter: "this", problem: "owns-what-is-lent", target: "" };
    if (receiver === "borrowed" && lent === null)
      return { member: null, parameter: "this", problem: "looks-at-this", target: "" };
    const wanted = theirs.getParameters();
    for (const [index, parameter] of mine.getParameters().entries()) {
      const other = wanted[index];
      if (other === undefined) break;
      const owns = types.ownership(typeOf(parameter, at)).kind;
      const given = types.ownership(typeOf(other, at)).kind;
      if (owns === "owned" && given === "borrowed")
        return { member: null, parameter: parameter.name, problem: "owns-what-is-lent", target: "" };
      if (owns === "owned" && isAny(other))
        return { member: null, parameter: parameter.name, problem: "takes-any-for-owned", target: "" };
      if (owns === "opaque" && (given === "owned" || given === "borrowed")) {
        return { member: null, parameter: parameter.name, problem: "loses-sight", target: "" };
      }
    }
    const result = types.ownership(checker.getReturnTypeOfSignature(mine)).kind;
    const expected = types.ownership(checker.getReturnTypeOfSignature(theirs));
    return result === "owned" && expected.kind === "opaque" && expected.why !== "type-parameter"
      ? { member: null, parameter: null, problem: "loses-sight", target: "" }
      : null;
  }

  /** What a function does with what it is called on (T6); of a class's method, nobody says that it is the instance. */
  function useOfReceiver({ declaration }: ts.Signature): Receiver {
    const declared = declaredReceiver(declaration);
    if (declared !== null || declaration === undefined) return declared;
    const isMember = typescript.isMethodDeclaration(declaration)
      ? typescript.isObjectLiteralExpression(declaration.parent)
      : typescript.isFunctionExpression(declaration);
    return isMember && looksAtThis(declaration) ? "borrowed" : null;
  }

  /** What its callers let it do with the receiver: that of a method is lent (B1). */
  function loanOfReceiver({ declaration }: ts.Signature): Receiver {
    const declared = declaredReceiver(declaration);
    if (declared !== null || declaration === undefined) return declared;
    return typescript.isMethodSignature(declaration) || typescript.isMethodDeclaration(declaration)
      ? "borrowed"
      : null;
  }

  function declaredReceiver(declaration: ts.Signature["declaration"]): Receiver {
    if (declaration === undefined || typescript.isJSDocSignature(declaration)) return null;
    const [first] = declaration.parameters;
    if (first === undefined || !typescript.isIdentifier(first.name) || first.name.text !== "this")
      return null;
    const { kind } = types.ownership(checker.getTypeAtLocation(first));
    return kind === "owned" || kind === "borrowed" ? kind : null;
  }

  /** Its `this` owns something, and is named in the body, or in an arrow function there. */
  function looksAtThis(node: ts.Node): boolean {
    return (
      typescript.forEachChild(node, (child): boolean | undefined => {
        if (isPlainPartOfThis(child)) return undefined;
        if (child.kind === typescript.SyntaxKind.ThisKeyword)
          return types.ownership(nodes.typeOf(child)).kind === "owned" || undefined;
        const hasItsOwn =
          typescript.isClassLike(child) ||
          typescript.isFunctionDeclaration(child) ||
          typescript.isFunctionExpression(child) ||
          typescript.isMethodDeclaration(child);
        return (!hasItsOwn && looksAtThis(child)) || undefined;
      }) === true
    );
  }

  /** `this.n`: nobody can have moved that, nor is it called with `this`. */
  function isPlainPartOfThis(node: ts.Node): boolean {
    if (!typescript.isPropertyAccessExpression(node)) return false;
    if (node.expression.kind !== typescript.SyntaxKind.ThisKeyword) return false;
    const type = nodes.typeOf(node);
    return types.ownership(type).kind === "plain" && type.getCallSignatures().length === 0;
  }

  /** X6: one `any`, which somebody holds. The `any[]` of "whatever function" gives nothing. */
  function isAny(parameter: ts.Symbol): boolean {
    return (
      !isRestParameter(typescript, parameter) &&
      (checker.getTypeOfSymbol(parameter).flags & typescript.TypeFlags.Any) !== 0
    );
  }

  function typeOf(parameter: ts.Symbol, at: ts.Node | null): ts.Type {
    return at === null
      ? checker.getTypeOfSymbol(parameter)
      : checker.getTypeOfSymbolAtLocation(parameter, at);
  }
}
