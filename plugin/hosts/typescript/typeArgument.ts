import type ts from "typescript";
import { isTypeReference } from "./questions/typeShapes.js";

/** Types nest; what lies deeper than this is not looked for. */
const maxDepth = 6;

/**
 * T9: what a call puts in the place of a type parameter, read off a declared type that mentions it and what that type has
 * become at the call. Null where the two differ in a way that is not followed, such as in a conditional type.
 */
export function typeArgument(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  declared: ts.Type,
  actual: ts.Type,
  parameter: ts.Type,
): ts.Type | null {
  return find(declared, actual, 0);

  function find(inner: ts.Type, outer: ts.Type, depth: number): ts.Type | null {
    if (inner === parameter) return outer;
    if (inner === outer || depth > maxDepth) return null;
    const pairs = pairsOf(inner, outer);
    for (const [part, become] of pairs) {
      const found = find(part, become, depth + 1);
      if (found !== null) return found;
    }
    return null;
  }

  function pairsOf(inner: ts.Type, outer: ts.Type): readonly (readonly [ts.Type, ts.Type])[] {
    if (inner.aliasSymbol !== undefined && inner.aliasSymbol === outer.aliasSymbol)
      return zip(inner.aliasTypeArguments ?? [], outer.aliasTypeArguments ?? []);
    if (inner.isUnion()) {
      // `T | undefined`
      const [only, ...more] = inner.types.filter((each) => !isNullish(each));
      return only === undefined || more.length > 0 ? [] : [[only, checker.getNonNullableType(outer)]];
    }
    if (isTypeReference(typescript, inner))
      return isTypeReference(typescript, outer) && inner.target === outer.target
        ? zip(checker.getTypeArguments(inner), checker.getTypeArguments(outer))
        : [];
    if (!(inner.flags & outer.flags & typescript.TypeFlags.Object)) return [];
    const [signature] = inner.getCallSignatures();
    const [called] = outer.getCallSignatures();
    if (signature !== undefined && called !== undefined) {
      return [
        ...zip(typesOf(signature.getParameters()), typesOf(called.getParameters())),
        [signature.getReturnType(), called.getReturnType()],
      ];
    }
    return inner.getProperties().flatMap((property) => {
      const become = outer.getProperty(property.name);
      return become === undefined ? [] : zip(typesOf([property]), typesOf([become]));
    });
  }

  function typesOf(symbols: readonly ts.Symbol[]): readonly ts.Type[] {
    return symbols.map((symbol) => checker.getTypeOfSymbol(symbol));
  }

  function isNullish(type: ts.Type): boolean {
    return (type.flags & (typescript.TypeFlags.Null | typescript.TypeFlags.Undefined)) !== 0;
  }
}

function zip(inner: readonly ts.Type[], outer: readonly ts.Type[]): readonly (readonly [ts.Type, ts.Type])[] {
  return inner.flatMap((type, index) => {
    const other = outer[index];
    return other === undefined ? [] : [[type, other] as const];
  });
}
