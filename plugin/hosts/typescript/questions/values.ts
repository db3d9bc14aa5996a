import type ts from "typescript";
import type { Ownership } from "../../../core/facts/ownership.js";
import type { GuardFact, Presence, ValueFact } from "../../../core/facts/questions.js";
import type { Callees } from "./callees.js";
import type { Context } from "./Context.js";
import { isNothing, isPrimitive } from "./typeShapes.js";

const plain: Ownership = { kind: "plain" };

/** What is the same of all values of one type. */
type TypeFact = Omit<ValueFact, "member" | "classObject" | "keys">;

/** Answers who owns the values of expressions and names. */
export function createValues(cx: Context, callees: Callees): (node: ts.Node) => ValueFact {
  const { typescript, checker, types, nodes } = cx;
  const { SymbolFlags, TypeFlags } = typescript;
  const byType = new Map<ts.Type, TypeFact>();
  const consuming = new Map<ts.Type, boolean>();
  const guards = new Map<ts.Symbol, boolean>();
  const members = new Map<ts.Symbol, { readonly fact: TypeFact; readonly value: ValueFact }>();
  /** Facts of values that are no members, which most are, by what their types say. */
  const shared = new Map<TypeFact, ValueFact>();

  return valueOf;

  function valueOf(node: ts.Node): ValueFact {
    const value = valueAlone(node);
    const guard = value.ownership.kind === "owned" ? guardOn(node) : null;
    return guard === null ? value : { ...value, guard };
  }

  function guardOn(node: ts.Node): GuardFact | null {
    const { parent } = node;
    if (typescript.isBinaryExpression(parent)) {
      const isTested =
        parent.left === node && parent.operatorToken.kind === typescript.SyntaxKind.InstanceOfKeyword;
      const made = isTested ? nodes.typeOf(parent.right).getConstructSignatures()[0] : undefined;
      if (made === undefined) return null;
      const { symbol } = checker.getReturnTypeOfSignature(made);
      return told(node, (owner) => isInstanceOf(owner, symbol), symbol.name !== "Object");
    }
    if (!typescript.isCallExpression(parent) || parent.arguments[0] !== node) return null;
    const signature = checker.getResolvedSignature(parent);
    const type = signature && checker.getTypePredicateOfSignature(signature)?.type;
    if (type === undefined || !testsFirst(signature)) return null;
    const accepted = type.isUnion() ? type.types : [type];
    return told(node, (owner) => accepted.includes(owner), isPrimitive(typescript, type));
  }

  /** `(x: unknown, ...) => x is T`. */
  function testsFirst(signature: ts.Signature | undefined): boolean {
    const returned = (signature?.declaration as ts.SignatureDeclaration | undefined)?.type;
    if (returned === undefined || !typescript.isTypePredicateNode(returned)) return false;
    const { parameterName } = returned;
    return typescript.isIdentifier(parameterName) && parameterName.text === signature?.parameters[0]?.name;
  }

  /** `excludes`: what is accepted is nothing owned, but for the owners that are accepted themselves. */
  function told(node: ts.Node, accepts: (owner: ts.Type) => boolean, excludes: boolean): GuardFact {
    const declared = nodes.typeOf(node);
    const owners = (declared.isUnion() ? declared.types : [declared]).filter(isOwned);
    return { whenPassed: excludes && !owners.some(accepts), whenFailed: owners.every(accepts) };
  }

  function isInstanceOf(type: ts.Type, of: ts.Symbol): boolean {
    if (type.symbol === of) return true;
    return type.isClassOrInterface() && checker.getBaseTypes(type).some((base) => isInstanceOf(base, of));
  }

  function valueAlone(node: ts.Node): ValueFact {
    const type = nodes.typeOf(node);
    const fact = factHere(node, type, factOf(type));
    const member = nodes.memberOf(node);
    const variable = nodes.symbolOf(node);
    if (takesConsumingMethod(node, type))
      return { ...fact, member: "consuming-method", keys: null, classObject: false };
    if (member !== undefined) return memberFact(member, type, fact);
    const mayForge = fact.mayForge || isGuard(variable, type);
    const classObject = isClassObject(node, variable, type);
    const taken = mayBeConsumingMethod(node, type) ? "consuming-method" : "none";
    const keys = typescript.isElementAccessExpression(node) ? keysOf(node.argumentExpression) : null;
    if (classObject || taken !== "none" || keys !== null || mayForge !== fact.mayForge)
      return { ...fact, member: taken, keys, classObject, mayForge };
    let known = shared.get(fact);
    if (known === undefined)
      shared.set(fact, (known = { ...fact, member: "none", keys: null, classObject: false }));
    return known;
  }

  /** What a key of the declared type `"a" | "b"` may be. */
  function keysOf(key: ts.Expression): readonly string[] | null {
    const declared = nodes.typeOf(key);
    const type = checker.getBaseConstraintOfType(declared) ?? declared;
    const keys = (type.isUnion() ? type.types : [type]).map((each) =>
      each.isStringLiteral() || each.isNumberLiteral() ? String(each.value) : null,
    );
    return keys.every((each) => each !== null) ? keys : null;
  }

  function memberFact(member: ts.Symbol, type: ts.Type, fact: TypeFact): ValueFact {
    const known = members.get(member);
    if (known?.fact === fact) return known.value;
    const mayForge = fact.mayForge || isGuard(member, type);
    const value = { ...fact, member: memberKind(member, type), keys: null, classObject: false, mayForge };
    members.set(member, { fact, value });
    return value;
  }

  function factOf(type: ts.Type): TypeFact {
    let fact = byType.get(type);
    if (fact === undefined) byType.set(type, (fact = findFact(type)));
    return fact;
  }

  function findFact(type: ts.Type): TypeFact {
    const ownership = types.ownership(type);
    const bare = type.isUnion() ? checker.getNonNullableType(type) : type;
    const tuple = checker.isTupleType(bare);
    const isAggregate = ownership.kind === "owned" && ownership.form === "aggregate";
    return {
      ownership,
      parts: isAggregate ? types.ownedParts(type) : [],
      linearPaths: isAggregate && ownership.linear ? types.linearPaths(type) : [],
      guard: null,
      presences: isAggregate && ownership.linear && type.isUnion() ? presencesOf(type) : [],
      bound: ownership.kind === "owned" && ownership.form === "resource" ? boundOf(bare) : null,
      amount: type.isNumberLiteral() ? type.value : null,
      tuple,
      instance: ownership.kind === "plain" && types.isOwningInstance(type),
      array: tuple || checker.isArrayType(bare),
      nullable: type.isUnion() && type.types.some((each) => isNothing(typescript, each)),
      empty: isNothing(typescript, type),
      mayForge: types.holdsAny(type),
    };
  }

  /** Where narrowing has left nothing that could be owned, nothing is. */
  function factHere(node: ts.Node, declared: ts.Type, fact: TypeFact): TypeFact {
    if (!declared.isUnion() || fact.ownership.kind !== "owned") return fact;
    const here = nodes.typeHere(node, declared);
    if (here === declared) return fact;
    const empty = isNothing(typescript, here);
    if (types.ownership(here).kind !== "plain") return empty === fact.empty ? fact : { ...fact, empty };
    return {
      ...fact,
      ...{ ownership: plain, parts: [], linearPaths: [], presences: [], bound: null, empty },
      instance: types.isOwningInstance(declared),
    };
  }

  /** `Max` of a `Budget<Unit, Max>`, if it is one number. */
  function boundOf(type: ts.Type): number | null {
    if (!isNamedBudget(type)) return null;
    const max = checker.getTypeArguments(type as ts.TypeReference)[1];
    return max !== undefined && max.isNumberLiteral() ? max.value : null;
  }

  function isNamedBudget(type: ts.Type): boolean {
    const { symbol } = type as { symbol?: ts.Symbol };
    const isReference = ((type as ts.ObjectType).objectFlags & typescript.ObjectFlags.Reference) !== 0;
    return isReference && symbol?.name === "Budget" && types.ownership(type).kind === "owned";
  }

  /** With which values of the properties that tell a union's constituents apart it has which linear part. */
  function presencesOf(type: ts.UnionType): readonly Presence[] {
    const literals = type.types.map((member) => ({
      parts: types.linearParts(member),
      told: literalsOf(member),
    }));
    const discriminants = new Set(
      literals.flatMap(({ told }) => told.map(({ discriminant }) => discriminant)),
    );
    return [...discriminants].flatMap((discriminant) => {
      const members = literals.map(({ parts, told }) => ({
        parts,
        values: told.find((one) => one.discriminant === discriminant)?.values,
      }));
      const all = new Set(members.flatMap(({ values }) => values ?? []));
      return types.linearParts(type).flatMap((part) => {
        const carriers = members.filter(({ parts }) => parts.includes(part));
        // A constituent that the property says nothing of may have the part with any value.
        if (carriers.some(({ values }) => values === undefined)) return [];
        const present = new Set(carriers.flatMap(({ values }) => values ?? []));
        return [
          {
            discriminant,
            part,
            present: [...present],
            absent: [...all].filter((each) => !present.has(each)),
          },
        ];
      });
    });
  }

  /** The properties that can only be one of a few literals, with these. */
  function literalsOf(
    type: ts.Type,
  ): readonly { readonly discriminant: string; readonly values: readonly string[] }[] {
    return checker.getPropertiesOfType(type).flatMap((property) => {
      const declared = checker.getTypeOfSymbol(property);
      const literals = declared.isUnion() ? declared.types : [declared];
      if (!literals.every((literal) => (literal.flags & TypeFlags.Literal) !== 0)) return [];
      const values = literals.map((literal) => checker.typeToString(literal));
      return [{ discriminant: property.name, values }];
    });
  }

  function isClassObject(node: ts.Node, variable: ts.Symbol | undefined, type: ts.Type): boolean {
    const named = variable?.flags ?? 0;
    const typed = (type.symbol as ts.Symbol | undefined)?.flags ?? 0;
    if ((named & SymbolFlags.Class) !== 0 || ((named | typed) & SymbolFlags.ValueModule) !== 0) return true;
    // `this` in a static member.
    const isThis = node.kind === typescript.SyntaxKind.ThisKeyword;
    return isThis && (typed & SymbolFlags.Class) !== 0 && type.getConstructSignatures().length > 0;
  }

  /** A class to test against, or a predicate: what passes is of an affine type from there on. */
  function isGuard(symbol: ts.Symbol | undefined, type: ts.Type): boolean {
    if (symbol === undefined) return false;
    if (!(symbol.flags & (SymbolFlags.Class | SymbolFlags.Function | SymbolFlags.Method))) return false;
    let guard = guards.get(symbol);
    if (guard === undefined) guards.set(symbol, (guard = narrowsToOwned(symbol, type)));
    return guard;
  }

  function narrowsToOwned(symbol: ts.Symbol, type: ts.Type): boolean {
    if (symbol.flags & SymbolFlags.Class)
      return type.getConstructSignatures().some((each) => isOwned(checker.getReturnTypeOfSignature(each)));
    return type.getCallSignatures().some((signature) => {
      const narrowed = checker.getTypePredicateOfSignature(signature)?.type;
      return narrowed !== undefined && isOwned(narrowed);
    });
  }

  function memberKind(symbol: ts.Symbol, type: ts.Type): ValueFact["member"] {
    if (symbol.flags & SymbolFlags.Accessor && !isStorage(symbol)) return "accessor";
    if (isConsuming(type)) return "consuming-method";
    return symbol.flags & SymbolFlags.Method ? "method" : "field";
  }

  /** `b[k]`, where nothing but the type of the key says which member it names; `const { spend } = b`. */
  function mayBeConsumingMethod(node: ts.Node, type: ts.Type): boolean {
    if (isTakenByPattern(node)) return isConsuming(type) && isOwned(nodes.typeOf(node.parent.parent));
    if (!typescript.isElementAccessExpression(node) || !isOwned(nodes.typeOf(node.expression))) return false;
    const members = checker.getBaseConstraintOfType(type) ?? type;
    return (members.isUnion() ? members.types : [members]).some(isConsuming);
  }

  function isTakenByPattern(node: ts.Node): boolean {
    const { parent } = node;
    return (
      typescript.isBindingElement(parent) &&
      parent.name === node &&
      typescript.isObjectBindingPattern(parent.parent)
    );
  }

  /** `({ spend: s } = b)`: what the target is declared to be says nothing of it. */
  function takesConsumingMethod(node: ts.Node, type: ts.Type): boolean {
    const { parent } = node;
    const target = typescript.isBinaryExpression(parent) && parent.left === node ? parent : node;
    const isPart =
      typescript.isPropertyAssignment(target.parent) ||
      typescript.isShorthandPropertyAssignment(target.parent);
    if (!isPart || !mayBeFunction(type)) return false;
    const source = nodes.assignedTo(target.parent.parent);
    const taken = source !== undefined && isOwned(source) ? nodes.assignedTo(target) : undefined;
    return taken !== undefined && isConsuming(taken);
  }

  function mayBeFunction(type: ts.Type): boolean {
    if (type.flags & (TypeFlags.Any | TypeFlags.Unknown)) return true;
    return (type.isUnion() ? checker.getNonNullableType(type) : type).getCallSignatures().length > 0;
  }

  function isConsuming(type: ts.Type): boolean {
    let consumes = consuming.get(type);
    if (consumes === undefined)
      consuming.set(
        type,
        (consumes = type.getCallSignatures().some((each) => callees.consumesReceiver(each))),
      );
    return consumes;
  }

  /**
   * `accessor x = ...` is storage with accessors of its own making, a field to everybody (P3). Where only a type says
   * `get x()`, a field may be behind it.
   */
  function isStorage(symbol: ts.Symbol): boolean {
    return (
      symbol.declarations?.some(
        (each) =>
          typescript.isPropertyDeclaration(each) ||
          typescript.isTypeLiteralNode(each.parent) ||
          typescript.isInterfaceDeclaration(each.parent),
      ) === true
    );
  }

  function isOwned(type: ts.Type): boolean {
    return types.ownership(type).kind === "owned";
  }
}
