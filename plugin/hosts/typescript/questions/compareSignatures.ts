import type ts from "typescript";
import type { SignatureFact } from "../../../core/facts/questions.js";
import type { Context } from "./Context.js";
import { isPrimitive, isRestParameter } from "./typeShapes.js";

/** Ownership is part of a signature (B6), though the compiler compares parameters of methods both ways. */
export interface SignatureComparison {
  /** What is wrong with the function, object or class member at a node, as seen by those who call it by its other type. */
  mismatchAt(node: ts.Node): SignatureFact | null;
}

export function createSignatureComparison({
  typescript,
  checker,
  types,
  nodes,
}: Context): SignatureComparison {
  return { mismatchAt };

  function mismatchAt(node: ts.Node): SignatureFact | null {
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
