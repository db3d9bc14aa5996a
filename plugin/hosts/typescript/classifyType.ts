import type ts from "typescript";
import { isResource, type OwnedOwnership, type Ownership } from "../../core/facts/ownership.js";
import type { AffineReach } from "./reach/affineReach.js";
import { declaresMarker } from "./reach/markers.js";
import { isTypeReference } from "./questions/typeShapes.js";

/** Reads from types who owns their values (T1 to T7). One for each program, for it remembers every type it has seen. */
export interface TypeClassifier {
  ownership(type: ts.Type): Ownership;
  /** Names of the owned parts of an aggregate; slots of a tuple as decimal numbers. */
  ownedParts(type: ts.Type): readonly string[];
  /** Those of them that are linear. */
  linearParts(type: ts.Type): readonly string[];
  /** The same, by way of the aggregates that they are in. */
  linearPaths(type: ts.Type): readonly (readonly string[])[];
  /** An instance of a class that is not affine itself but has owned fields (T8). */
  isOwningInstance(type: ts.Type): boolean;
  /** `any`, or a container of the library that holds some. */
  holdsAny(type: ts.Type): boolean;
  /** Something owned comes out of it: itself, a type argument, or what its methods return. */
  yieldsOwned(type: ts.Type): boolean;
  /** From here on the type parameter counts as affine: some call makes it so (T9). */
  assumeAffine(parameter: ts.Type): void;
  /** How many do. What was found out under fewer of them need not hold any more. */
  readonly assumptions: number;
}

const plain: Ownership = { kind: "plain" };
const borrowed: Ownership = { kind: "borrowed", resource: false };
const borrowedResource: Ownership = { kind: "borrowed", resource: true };

/** A generic type may contain itself at ever larger type arguments: met so often within itself, it has shown every shape. */
const maxExpansions = 4;
const maxDepth = 1_000;

export function createTypeClassifier(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
  reach: AffineReach,
): TypeClassifier {
  const { TypeFlags, ObjectFlags, SymbolFlags } = typescript;
  const known = new Map<ts.Type, Ownership>();
  const assumedAffine = new Set<ts.Type>();
  /** Types whose computation is in progress, in order. */
  const active: ts.Type[] = [];
  /**
   * Tarjan's strongly connected components, for types contain each other in cycles. The number of each type that is in
   * progress, or was found plain on the assumption that some type in progress is; in order of discovery.
   */
  const numbers = new Map<ts.Type, number>();
  let discovered = 0;
  /** Those found plain on an assumption, in order of completion: known for good once the assumption has held. */
  const provisional: ts.Type[] = [];
  /** The lowest number that the result in progress was assumed for. */
  let lowest = Infinity;

  function ownership(type: ts.Type): Ownership {
    // A type parameter may be assumed affine later on, so what it is, is never remembered.
    if (type.flags & TypeFlags.Instantiable) return ofInstantiable(type);
    const cached = known.get(type);
    if (cached !== undefined) return cached;
    const assumed = numbers.get(type);
    if (assumed !== undefined || active.length > maxDepth || isExpanding(type)) {
      lowest = Math.min(lowest, assumed ?? 0);
      return plain;
    }
    if (active.length === 0) discovered = 0;
    const number = discovered++;
    const outer = lowest;
    const earlier = provisional.length;
    lowest = Infinity;
    numbers.set(type, number);
    active.push(type);
    const result = compute(type);
    active.pop();
    if (result.kind === "plain" && lowest < number) provisional.push(type);
    else {
      numbers.delete(type);
      known.set(type, result);
      settle(earlier, result.kind === "plain");
    }
    lowest = Math.min(outer, lowest < number ? lowest : Infinity);
    return result;
  }

  /** Ends the assumptions made since there were `count`: they `held`, or what rests on them is to be found anew. */
  function settle(count: number, held: boolean): void {
    for (const type of provisional.splice(count)) {
      numbers.delete(type);
      if (held) known.set(type, plain);
    }
  }

  function isExpanding(type: ts.Type): boolean {
    if (active.length < maxExpansions || checker.isArrayType(type) || checker.isTupleType(type)) return false;
    const { symbol } = type as { symbol?: ts.Symbol };
    if (symbol === undefined || !isTypeReference(typescript, type)) return false;
    let met = 0;
    for (const outer of active) if (outer.symbol === symbol && ++met >= maxExpansions) return true;
    return false;
  }

  function compute(type: ts.Type): Ownership {
    if (type.flags & TypeFlags.Any) return { kind: "opaque", why: "any" };
    if (type.flags & TypeFlags.Unknown) return { kind: "opaque", why: "unknown" };
    if (type.flags & TypeFlags.NonPrimitive) return { kind: "opaque", why: "object" };
    if (type.isUnion()) return strongest(type.types.map(ownership));
    if (type.isIntersection()) return ofIntersection(type);
    if (!(type.flags & TypeFlags.Object)) return plain;
    return ofObject(type as ts.ObjectType);
  }

  /**
   * `T & Loan` is a parameter of a generic function that only looks. Any other intersection with an owner owns: it is
   * what a union of functions, one that owns and one that borrows, asks for.
   */
  function ofIntersection(type: ts.IntersectionType): Ownership {
    const parts = type.types.map(ownership);
    const isLoan = parts.some((part) => part.kind === "borrowed");
    if (isLoan && (parts.length === 2 || parts.every((part) => part.kind !== "owned")))
      return isLoanOfResource(type) ? borrowedResource : borrowed;
    return strongest(parts);
  }

  /** `Borrowed<Budget>`, unlike `Borrowed<{ budget: Budget }>`: the type itself looks the same, but for its name. */
  function isLoanOfResource({ aliasSymbol, aliasTypeArguments = [] }: ts.Type): boolean {
    const [lent] = aliasTypeArguments;
    if (aliasSymbol?.name !== "Borrowed" && aliasSymbol?.name !== "BorrowedResource") return false;
    return lent !== undefined && isResource(ownership(lent));
  }

  function ofInstantiable(type: ts.Type): Ownership {
    if (assumedAffine.has(type)) return { kind: "owned", form: "resource", linear: false, atomic: false };
    if (isLoanOfParameter(type)) return borrowed;
    const constraint = checker.getBaseConstraintOfType(type);
    if (constraint === undefined || constraint === type) return { kind: "opaque", why: "type-parameter" };
    const constrained = ownership(constraint);
    return constrained.kind === "opaque" ? { kind: "opaque", why: "type-parameter" } : constrained;
  }

  /** `Borrowed<T>`, of which the compiler knows no more as long as `T` is a type parameter. */
  function isLoanOfParameter({ aliasSymbol, aliasTypeArguments = [] }: ts.Type): boolean {
    const [lent] = aliasTypeArguments;
    if (aliasSymbol?.name !== "Borrowed" || lent === undefined || ownership(lent).kind !== "owned")
      return false;
    return aliasSymbol.declarations?.some((each) => declaresMarker(each.getSourceFile())) === true;
  }

  function ofObject(type: ts.ObjectType): Ownership {
    if (mentionsAffine(type)) {
      const marked = ofMarkers(type);
      if (marked !== null) return marked;
    }
    if (checker.isTupleType(type)) {
      return aggregate(
        strongest(checker.getTypeArguments(type as ts.TypeReference).map(ownership)),
        "aggregate",
      );
    }
    if (isReference(type)) {
      const argument = strongest(typeArgumentsOf(type).map(ownership));
      if (isDeclaredInLibrary(type)) {
        const name = type.symbol.name;
        return aggregate(argument, name === "Promise" || name === "PromiseLike" ? "promise" : "container");
      }
      if (argument.kind === "plain" && !mentionsAffine(type)) return plain;
    } else if (isGlobalFunction(type)) return { kind: "opaque", why: "function" };
    else if (isNamed(type) && !mentionsAffine(type)) return plain;
    if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return plain;
    const inherited = inheritedContainer(type);
    if (inherited !== null) return inherited;
    if (isClassInstance(type) || isModuleObject(type)) return plain;
    const properties = checker.getPropertiesOfType(type);
    const indices = checker.getIndexInfosOfType(type);
    if (properties.length === 0 && indices.length === 0 && !isNamed(type))
      return { kind: "opaque", why: "object" };
    return aggregate(
      strongest([
        ...properties
          .filter((property) => !(property.flags & SymbolFlags.Method))
          .map((property) => ownership(checker.getTypeOfSymbol(property))),
        ...indices.map((index) => ownership(index.type)),
      ]),
      "aggregate",
    );
  }

  /** `class Pool extends Array<Budget>`: what the library does with elements it does with those of an heir, too (K1). */
  function inheritedContainer(type: ts.ObjectType): Ownership | null {
    const declared = isReference(type) ? type.target : type;
    if (!declared.isClassOrInterface()) return null;
    for (const base of checker.getBaseTypes(declared)) {
      const container = ownership(base);
      const isContainer = isTypeReference(typescript, base) && isDeclaredInLibrary(base);
      if (!isContainer && !(container.kind === "owned" && container.form === "container")) continue;
      const held = isReference(type) ? typeArgumentsOf(type).map(ownership) : [];
      return aggregate(strongest([container, ...held]), "container");
    }
    return null;
  }

  /** The compiler keys the property of a unique symbol `__@name@id`. */
  function ofMarkers(type: ts.ObjectType): Ownership | null {
    let marker: ts.Symbol | null = null;
    let linear = false;
    for (const property of checker.getPropertiesOfType(type)) {
      const key = property.escapedName as string;
      if (!key.startsWith("__@")) continue;
      if (key.startsWith("__@borrowed@")) return borrowedResource;
      if (key.startsWith("__@once@")) return { kind: "owned", form: "once", linear: false, atomic: false };
      if (key.startsWith("__@linear@")) linear = true;
      // T2: what is linear is affine, whether it says so or not.
      if (key.startsWith("__@affine@") || (linear && marker === null)) marker = property;
    }
    if (marker === null) return null;
    const mode = checker.getTypeOfSymbol(marker);
    return {
      kind: "owned",
      form: "resource",
      linear,
      atomic: mode.isStringLiteral() && mode.value === "atomic",
    };
  }

  function ownedParts(type: ts.Type): readonly string[] {
    return partsOf(type, (part) => part.kind === "owned");
  }

  function linearParts(type: ts.Type): readonly string[] {
    return partsOf(type, (part) => part.kind === "owned" && part.linear);
  }

  /** A part that has parts itself owes what these do, to a depth that nobody writes out. */
  function linearPaths(type: ts.Type, depth = 4): readonly (readonly string[])[] {
    return linearParts(type).flatMap((name) => {
      const property = checker.getPropertyOfType(checker.getNonNullableType(type), name);
      const part = property === undefined ? null : checker.getTypeOfSymbol(property);
      const kind = part === null ? null : ownership(part);
      const isAggregate = kind?.kind === "owned" && kind.form === "aggregate";
      const within = part !== null && isAggregate && depth > 1 ? linearPaths(part, depth - 1) : [];
      return within.length === 0 ? [[name]] : within.map((path) => [name, ...path]);
    });
  }

  function partsOf(type: ts.Type, matches: (part: Ownership) => boolean): readonly string[] {
    const object = checker.getNonNullableType(type);
    const members = object.isUnion() ? object.types : [object];
    const names = members.flatMap((member) => {
      if (checker.isTupleType(member)) {
        return checker
          .getTypeArguments(member as ts.TypeReference)
          .flatMap((element, index) => (matches(ownership(element)) ? [String(index)] : []));
      }
      return checker
        .getPropertiesOfType(member)
        .filter((property) => !(property.flags & SymbolFlags.Method))
        .filter((property) => matches(ownership(checker.getTypeOfSymbol(property))))
        .map((property) => property.name);
    });
    return [...new Set(names)];
  }

  function isReference(type: ts.ObjectType): type is ts.TypeReference {
    return (
      (type.objectFlags & ObjectFlags.Reference) !== 0 && typeArgumentsOf(type as ts.TypeReference).length > 0
    );
  }

  function typeArgumentsOf(type: ts.TypeReference): readonly ts.Type[] {
    const count = (type.target.typeParameters ?? []).length;
    return checker.getTypeArguments(type).slice(0, count);
  }

  function isNamed(type: ts.ObjectType): boolean {
    const declared = type.objectFlags & ObjectFlags.Reference ? (type as ts.TypeReference).target : type;
    return (declared.objectFlags & ObjectFlags.ClassOrInterface) !== 0;
  }

  function isClassInstance(type: ts.ObjectType): boolean {
    const symbol = type.symbol as ts.Symbol | undefined;
    return symbol !== undefined && (symbol.flags & SymbolFlags.Class) !== 0;
  }

  /** What `import * as m` or `await import("m")` yields: its properties are bindings of the module (P3). */
  function isModuleObject(type: ts.ObjectType): boolean {
    const symbol = type.symbol as ts.Symbol | undefined;
    return symbol !== undefined && (symbol.flags & SymbolFlags.ValueModule) !== 0;
  }

  /** Some declaration of the type stands in a file that can name an affine type. */
  function mentionsAffine(type: ts.ObjectType): boolean {
    const symbol = type.symbol as ts.Symbol | undefined;
    // A mapped type is declared where the library wrote `Partial`, whatever it maps.
    if (symbol === undefined || !isNamed(type)) return true;
    return symbol.declarations?.some((declaration) => reach.reaches(declaration.getSourceFile())) !== false;
  }

  function isDeclaredInLibrary(type: ts.ObjectType): boolean {
    return (
      type.symbol.declarations?.some((declaration) =>
        program.isSourceFileDefaultLibrary(declaration.getSourceFile()),
      ) === true
    );
  }

  function isGlobalFunction(type: ts.ObjectType): boolean {
    const { name } = (type.symbol as ts.Symbol | undefined) ?? {};
    return (name === "Function" || name === "CallableFunction") && isDeclaredInLibrary(type);
  }

  /** T8: its fields are shared slots, whoever holds it. */
  function isOwningInstance(type: ts.Type): boolean {
    // `this` is a type parameter whose constraint is the class.
    const instance =
      type.flags & TypeFlags.Instantiable ? (checker.getBaseConstraintOfType(type) ?? type) : type;
    const members = instance.isUnion() ? instance.types : [instance];
    return members.some(
      (member) =>
        (member.flags & TypeFlags.Object) !== 0 &&
        (isClassInstance(member as ts.ObjectType) || isModuleObject(member as ts.ObjectType)) &&
        mentionsAffine(member as ts.ObjectType) &&
        ownership(member).kind === "plain" &&
        ownedParts(member).length > 0,
    );
  }

  function holdsAny(type: ts.Type, depth = 0): boolean {
    if (type.flags & TypeFlags.Any) return true;
    if (depth > maxExpansions || !(type.flags & (TypeFlags.Object | TypeFlags.Union))) return false;
    if (type.isUnion()) return type.types.some((member) => holdsAny(member, depth + 1));
    if (!isReference(type as ts.ObjectType)) return false;
    const isContainer = checker.isTupleType(type) || isDeclaredInLibrary(type as ts.ObjectType);
    return isContainer && typeArgumentsOf(type as ts.TypeReference).some((each) => holdsAny(each, depth + 1));
  }

  function yieldsOwned(type: ts.Type, depth = 0): boolean {
    const own = ownership(type);
    if (own.kind === "owned") return true;
    if (own.kind === "borrowed" || depth > maxExpansions) return false;
    if (type.isUnion()) return type.types.some((member) => yieldsOwned(member, depth + 1));
    if (!(type.flags & TypeFlags.Object)) return false;
    if (isReference(type as ts.ObjectType))
      return typeArgumentsOf(type as ts.TypeReference).some((each) => yieldsOwned(each, depth + 1));
    if (isNamed(type as ts.ObjectType)) return false;
    const results = [
      ...type.getCallSignatures().map((signature) => checker.getReturnTypeOfSignature(signature)),
      ...checker.getPropertiesOfType(type).map((property) => checker.getTypeOfSymbol(property)),
    ];
    return results.some((each) => yieldsOwned(each, depth + 1));
  }

  return {
    ownership,
    yieldsOwned: (type) => yieldsOwned(type),
    holdsAny: (type) => holdsAny(type),
    ownedParts,
    linearParts,
    linearPaths,
    isOwningInstance,
    get assumptions() {
      return assumedAffine.size;
    },
    assumeAffine: (parameter) => {
      assumedAffine.add(parameter);
      // What is made of it is something else now.
      known.clear();
    },
  };
}

function aggregate(part: Ownership, form: OwnedOwnership["form"]): Ownership {
  switch (part.kind) {
    case "owned":
      return { kind: "owned", form, linear: part.linear, atomic: false };
    case "borrowed":
      return borrowed;
    case "opaque":
    case "plain":
      return plain;
  }
}

/** Owned before borrowed before opaque before plain; linear if any owned constituent is. */
function strongest(parts: readonly Ownership[]): Ownership {
  let result: Ownership = plain;
  for (const part of parts) {
    if (part.kind === "owned") {
      result =
        result.kind === "owned"
          ? { ...result, linear: result.linear || part.linear, atomic: result.atomic && part.atomic }
          : part;
    } else if (part.kind === "borrowed") {
      if (result.kind !== "owned") result = part;
    } else if (part.kind === "opaque" && result.kind === "plain") result = part;
  }
  return result;
}
