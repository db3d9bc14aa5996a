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
  const { typescript, program, checker, types, nodes } = cx;
  const { TypeFlags } = typescript;
  const texts = new Map<ts.Type, string>();

  return sinkOf;

  function sinkOf(value: ts.Type, target: ts.Type, node: ts.Expression): SinkFact {
    const into = types.ownership(target);
    if (into.kind === "borrowed")
      return target.isIntersection() ? { kind: "borrow", takesElements: true } : { kind: "borrow" };
    if (into.kind === "opaque") return { kind: "escape", into: textOf(target), why: into.why };
    if (into.kind === "owned" && types.isOwningInstance(value)) {
      return { kind: "escape", into: textOf(target), why: "class" };
    }
    const leak = leakOf(value, target, []);
    if (leak !== null) return { kind: "escape", into: textOf(target), why: leak };
    if (into.kind !== "owned") return { kind: "borrow" };
    const forges = into.form !== "once" && isForged(value, target, node);
    return forges ? { kind: "own", forged: textOf(target) } : { kind: "own" };
  }

  function textOf(type: ts.Type): string {
    let text = texts.get(type);
    if (text === undefined) texts.set(type, (text = checker.typeToString(type)));
    return text;
  }

  /** X6: what `target` owns is in `value` only because `any` was believed, or because a guard narrowed it. */
  function isForged(value: ts.Type, target: ts.Type, node: ts.Expression): boolean {
    if (value === target) return false;
    const from = types.ownership(value);
    if (from.kind === "borrowed" || hasPartsOfItsOwn(node)) return false;
    const isNarrowed = from.kind !== "owned" && isNarrowedToOwner(value, node);
    return (isNarrowed || leakOf(target, value, []) === "any") && !holdsNothing(node);
  }

  function isNarrowedToOwner(value: ts.Type, node: ts.Expression): boolean {
    const here = checker.getTypeAtLocation(node);
    return here !== value && types.ownership(here).kind === "owned";
  }

  /** Literals and choices, whose parts flow by themselves, unless a cast hides them. */
  function hasPartsOfItsOwn(node: ts.Expression): boolean {
    let bare = node;
    while (typescript.isParenthesizedExpression(bare) || isCastOfParts(bare)) bare = bare.expression;
    if (typescript.isBinaryExpression(bare) || typescript.isConditionalExpression(bare)) return true;
    return typescript.isObjectLiteralExpression(bare) || typescript.isArrayLiteralExpression(bare);
  }

  function isCastOfParts(node: ts.Expression): node is ts.AsExpression {
    return typescript.isAsExpression(node) && types.ownership(nodes.typeOf(node)).kind !== "opaque";
  }

  /** `null`, and a container that was made this moment. */
  function holdsNothing(node: ts.Expression): boolean {
    const bare = withoutCasts(node);
    if (typescript.isNewExpression(bare)) return (bare.arguments ?? []).length === 0;
    return isNothing(typescript, checker.getTypeAtLocation(bare));
  }

  function withoutCasts(node: ts.Expression): ts.Expression {
    let bare = node;
    while (typescript.isAsExpression(bare) || typescript.isParenthesizedExpression(bare))
      bare = bare.expression;
    return bare;
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
    // Only a cast puts anything there. Where the whole is `never`, narrowing may have left nothing.
    if (outer.length > 0 && target.flags & TypeFlags.Never) return "object";
    const into = types.ownership(target);
    if (into.kind === "borrowed") return null;
    if (into.kind === "opaque") return into.why;
    if (value.isUnion()) return first(value.types, (member) => leakOf(member, target, outer));
    if (target.isUnion()) {
      const callable = target.types.filter((member) => member.getCallSignatures().length > 0);
      const isCalled = callable.length > 0 && value.getCallSignatures().length > 0;
      const leaks = (isCalled ? callable : target.types)
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
