import type ts from "typescript";
import type { SinkFact } from "../../../core/facts/questions.js";
import type { Callees } from "./callees.js";
import type { Context } from "./Context.js";
import { isNothing } from "./typeShapes.js";

/** Of types that contain themselves at ever larger type arguments. */
const maxDepth = 12;

type Leak = Extract<SinkFact, { kind: "escape" }>["why"];

/** T5: what becomes of the value of `node`, of one type, in a place of another. */
export type SinkOf = (value: ts.Type, target: ts.Type, node: ts.Expression) => SinkFact;

export function createSinks(cx: Context, callees: Callees): SinkOf {
  const { typescript, program, checker, types } = cx;
  const { TypeFlags } = typescript;

  return sinkOf;

  function sinkOf(value: ts.Type, target: ts.Type, node: ts.Expression): SinkFact {
    const into = types.ownership(target);
    if (into.kind === "borrowed")
      return target.isIntersection() ? { kind: "borrow", takesElements: true } : { kind: "borrow" };
    if (into.kind === "opaque") return { kind: "escape", into: checker.typeToString(target), why: into.why };
    if (into.kind === "owned" && types.isOwningInstance(value)) {
      return { kind: "escape", into: checker.typeToString(target), why: "class" };
    }
    const leak = leakOf(value, target, []);
    if (leak !== null) return { kind: "escape", into: checker.typeToString(target), why: leak };
    if (into.kind !== "owned") return { kind: "borrow" };
    const forges = into.form !== "once" && isForged(value, target, node);
    return forges ? { kind: "own", forged: checker.typeToString(target) } : { kind: "own" };
  }

  /** X6: what `target` owns is in `value` only because `any` was believed, or because a guard narrowed it. */
  function isForged(value: ts.Type, target: ts.Type, node: ts.Expression): boolean {
    if (value === target || hasPartsOfItsOwn(node)) return false;
    const from = types.ownership(value);
    if (from.kind === "borrowed") return false;
    if (from.kind === "plain" || from.kind === "opaque") {
      const here = checker.getTypeAtLocation(node);
      if (here !== value && types.ownership(here).kind === "owned") return true;
    }
    return leakOf(target, value, []) === "any";
  }

  /** Literals and choices, whose parts flow by themselves; and what holds nothing yet. */
  function hasPartsOfItsOwn(node: ts.Expression): boolean {
    if (typescript.isAsExpression(node) || typescript.isParenthesizedExpression(node))
      return hasPartsOfItsOwn(node.expression);
    if (typescript.isBinaryExpression(node) || typescript.isConditionalExpression(node)) return true;
    if (typescript.isObjectLiteralExpression(node) || typescript.isArrayLiteralExpression(node)) return true;
    if (typescript.isNewExpression(node)) return (node.arguments ?? []).length === 0;
    return isNothing(typescript, checker.getTypeAtLocation(node));
  }

  /**
   * Why a budget would be lost sight of in `target`: some owned part of `value` meets a part that is `any`, `{}`, or an
   * object type with a consuming member but without the marker. Null: the target owns, borrows, or is a view.
   */
  function leakOf(value: ts.Type, target: ts.Type, outer: readonly ts.Type[]): Leak | null {
    if (
      value === target ||
      outer.includes(target) ||
      outer.length > maxDepth ||
      types.ownership(value).kind !== "owned"
    )
      return null;
    const into = types.ownership(target);
    if (into.kind === "borrowed") return null;
    if (into.kind === "opaque") return into.why;
    if (value.isUnion()) return first(value.types, (member) => leakOf(member, target, outer));
    if (target.isUnion()) {
      const leaks = target.types
        .filter((member) => isObjectLike(member))
        .map((member) => leakOf(value, member, outer));
      return leaks.length === 0 || leaks.includes(null) ? null : (leaks[0] ?? null);
    }
    if (!isObjectLike(target)) return null;
    const own = types.ownership(value);
    const isResource = own.kind === "owned" && (own.form === "resource" || own.form === "once");
    if (isResource) return into.kind === "owned" ? null : leakOfView(value, target);
    const inner = [...outer, target];
    const values = argumentsOf(value);
    const targets = argumentsOf(target);
    if (values.length > 0 && targets.length > 0) {
      if (values.length !== targets.length) {
        const element = elementTypeOf(cx, target);
        return element === undefined ? null : first(values, (each) => leakOf(each, element, inner));
      }
      return first(values, (each, index) => leakOf(each, targets[index] ?? each, inner));
    }
    const members = target.getProperties();
    const index =
      elementTypeOf(cx, target) ?? checker.getIndexTypeOfType(target, typescript.IndexKind.String);
    if (members.length === 0 && index === undefined) return "object";
    return first(value.getProperties(), (property) => {
      const part = checker.getTypeOfSymbol(property);
      const member = checker.getPropertyOfType(target, property.name);
      const type = member === undefined ? index : checker.getTypeOfSymbol(member);
      return type === undefined ? null : leakOf(part, type, inner);
    });
  }

  /** An object type all of whose members are non-consuming in the source is a view. */
  function leakOfView(owner: ts.Type, target: ts.Type): Leak | null {
    if (target.getCallSignatures().length > 0) return "function";
    const members = target.getProperties();
    if (members.length === 0 || isGlobalObject(target)) return "object";
    const consuming = members.some((member) => {
      const own = checker.getPropertyOfType(owner, member.name);
      return (
        own !== undefined &&
        checker
          .getTypeOfSymbol(own)
          .getCallSignatures()
          .some((each) => callees.consumesReceiver(each))
      );
    });
    return consuming ? "consuming-view" : null;
  }

  function isGlobalObject(type: ts.Type): boolean {
    const symbol = type.symbol as ts.Symbol | undefined;
    return (
      symbol?.name === "Object" &&
      symbol.declarations?.some((each) => program.isSourceFileDefaultLibrary(each.getSourceFile())) === true
    );
  }

  function isObjectLike(type: ts.Type): boolean {
    return (
      (type.flags &
        (TypeFlags.Object |
          TypeFlags.Intersection |
          TypeFlags.Any |
          TypeFlags.Unknown |
          TypeFlags.NonPrimitive)) !==
      0
    );
  }

  /** Element types of an array or tuple, type arguments of the library's other generics. */
  function argumentsOf(type: ts.Type): readonly ts.Type[] {
    if (checker.isTupleType(type) || checker.isArrayType(type))
      return checker.getTypeArguments(type as ts.TypeReference);
    const { symbol } = type as { symbol?: ts.Symbol };
    const inLibrary =
      symbol?.declarations?.some((each) => program.isSourceFileDefaultLibrary(each.getSourceFile())) === true;
    const isReference = ((type as ts.ObjectType).objectFlags & typescript.ObjectFlags.Reference) !== 0;
    return inLibrary && isReference ? checker.getTypeArguments(type as ts.TypeReference) : [];
  }
}

export function elementTypeOf({ typescript, checker }: Context, type: ts.Type): ts.Type | undefined {
  return checker.getIndexTypeOfType(type, typescript.IndexKind.Number);
}

function first<T, R>(items: readonly T[], find: (item: T, index: number) => R | null): R | null {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== null) return found;
  }
  return null;
}
