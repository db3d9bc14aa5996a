import ts from "typescript";
import type { Ownership, OwnedOwnership } from "../../../plugin/core/facts/ownership.js";
import type { TypeClassifier } from "../../../plugin/hosts/typescript/classifyType.js";

const plain: Ownership = { kind: "plain" };

/**
 * The worst case for the pipeline: what the rules call plain counts as owned if it is an object at all. What it reports
 * then means nothing; that it does not fail, and in what time, does.
 */
export function everythingOwned(checker: ts.TypeChecker, types: TypeClassifier): TypeClassifier {
  const known = new Map<ts.Type, Ownership>();

  function ownership(type: ts.Type): Ownership {
    const cached = known.get(type);
    if (cached !== undefined) return cached;
    const declared = types.ownership(type);
    const result = declared.kind === "plain" ? ofPlain(type) : declared;
    known.set(type, result);
    return result;
  }

  function ofPlain(type: ts.Type): Ownership {
    if (type.isUnionOrIntersection()) return type.types.map(ownership).find(isOwned) ?? plain;
    if (!(type.flags & ts.TypeFlags.Object)) return plain;
    if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return plain;
    if (checker.isArrayType(type)) return owned("container");
    return type.isClassOrInterface() ? owned("resource") : owned("aggregate");
  }

  function ownedParts(type: ts.Type): readonly string[] {
    const bare = checker.getNonNullableType(type);
    return checker
      .getPropertiesOfType(bare)
      .filter((property) => !(property.flags & ts.SymbolFlags.Method))
      .filter((property) => ownership(checker.getTypeOfSymbol(property)).kind === "owned")
      .map((property) => property.name);
  }

  return {
    ownership,
    ownedParts,
    linearParts: () => [],
    linearPaths: () => [],
    yieldsOwned: (type) => types.yieldsOwned(type),
    isOwningInstance: () => false,
    holdsAny: (type) => types.holdsAny(type),
    assumeAffine: (parameter) => {
      types.assumeAffine(parameter);
    },
    get assumptions() {
      return types.assumptions;
    },
  };
}

function owned(form: OwnedOwnership["form"]): OwnedOwnership {
  return { kind: "owned", form, linear: false, atomic: false };
}

function isOwned(ownership: Ownership): boolean {
  return ownership.kind === "owned";
}
