import type ts from "typescript";
import type { Prefetching } from "../../typescript/Prefetching.js";
import type { NativeSignature, NativeSymbol, NativeType } from "../NativeApi.js";
import { indexKind } from "./typescriptView.js";
import { nativeSignature, nativeSymbol, nativeType, type Views } from "./views.js";

export type CheckerView = ts.TypeChecker & Required<Prefetching>;

/** The classic checker's questions, put to the compiler at the other end of the pipe, each at most once. */
export function checkerView(views: Views): CheckerView {
  const { checker, modules } = views;
  const { TypeFlags, ObjectFlags, SymbolFlags } = modules.api;
  const K = modules.ast.SyntaxKind;
  const symbolsAt = new Map<ts.Node, ts.Symbol | undefined>();
  const typesAt = new Map<ts.Node, ts.Type>();
  const contextual = new Map<ts.Node, ts.Type | undefined>();
  const ofTypeNodes = new Map<ts.Node, ts.Type>();
  const resolved = new Map<ts.Node, ts.Signature | undefined>();
  const declared = new Map<ts.Node, ts.Signature | undefined>();
  const arrays = new Map<ts.Type, boolean>();
  const predicates = new Map<ts.Signature, ts.TypePredicate | undefined>();
  const aliased = new Map<ts.Symbol, ts.Symbol>();
  const bases = new Map<ts.Type, ts.BaseType[]>();
  const intrinsic = new Map<"getAnyType" | "getStringType" | "getNumberType" | "getBooleanType", ts.Type>();
  let awaiting = 0;

  const type = (native: NativeType | undefined): ts.Type => views.type(native ?? checker.getAnyType());
  const optionalType = (native: NativeType | undefined): ts.Type | undefined => native && views.type(native);
  const symbol = (native: NativeSymbol | undefined): ts.Symbol | undefined => native && views.symbol(native);
  const signature = (native: NativeSignature | undefined): ts.Signature | undefined =>
    native && views.signature(native);
  const once = <Key, Value>(known: Map<Key, Value>, key: Key, find: () => Value): Value => {
    if (known.has(key)) return known.get(key) as Value;
    const value = find();
    known.set(key, value);
    return value;
  };

  const isReference = (target: ts.Type): boolean =>
    (target.flags & TypeFlags.Object) !== 0 && (nativeType(target).objectFlags & ObjectFlags.Reference) !== 0;
  const isTuple = (of: ts.Type): boolean =>
    isReference(of) && (nativeType(nativeType(of).target).objectFlags & ObjectFlags.Tuple) !== 0;
  const isArray = (of: ts.Type): boolean =>
    isReference(of) && once(arrays, nativeType(of).target, () => checker.isArrayType(nativeType(of).native));

  const typeOfSymbol = (of: ts.Symbol): ts.Type => {
    const view = nativeSymbol(of);
    return (view.type ??= type(checker.getTypeOfSymbol(view.native)));
  };

  /** The compiler has no such question: undefined where the answer is neither the type itself nor a promise's argument. */
  const awaited = (of: ts.Type): ts.Type | undefined => {
    if (of.isUnion() || of.flags & (TypeFlags.Instantiable | TypeFlags.Intersection) || awaiting > 8)
      return undefined;
    if (!(of.flags & TypeFlags.Object)) return of.flags & TypeFlags.Any ? undefined : of;
    if (isReference(of) && (of.symbol as ts.Symbol | undefined)?.name === "Promise") {
      const [value] = nativeType(of).typeArguments;
      if (value === undefined) return undefined;
      awaiting++;
      const found = awaited(value);
      awaiting--;
      return found;
    }
    return of.getProperty("then") === undefined ? of : undefined;
  };

  const view: Partial<ts.TypeChecker> & Pick<CheckerView, "prefetch"> = {
    getSymbolAtLocation: (node) => once(symbolsAt, node, () => symbol(checker.getSymbolAtLocation(node))),
    getTypeAtLocation: (node) => once(typesAt, node, () => type(checker.getTypeAtLocation(node))),
    getTypeOfSymbol: typeOfSymbol,
    getTypeOfSymbolAtLocation: (of, node) =>
      type(checker.getTypeOfSymbolAtLocation(nativeSymbol(of).native, node)),
    getResolvedSignature: (node) => once(resolved, node, () => signature(checker.getResolvedSignature(node))),
    getSignatureFromDeclaration: (node) =>
      once(declared, node, () => signature(checker.getSignatureFromDeclaration(node))),
    getReturnTypeOfSignature: (of) => nativeSignature(of).getReturnType(),
    getTypePredicateOfSignature: (of) =>
      once(predicates, of, () => {
        const predicate = checker.getTypePredicateOfSignature(nativeSignature(of).native);
        return predicate && ({ type: optionalType(predicate.type) } as ts.TypePredicate);
      }),
    getTypeFromTypeNode: (node) => once(ofTypeNodes, node, () => type(checker.getTypeFromTypeNode(node))),
    getContextualType: (node) => once(contextual, node, () => optionalType(checker.getContextualType(node))),
    getNonNullableType: (of) => nativeType(of).nonNullable,
    getBaseConstraintOfType: (of) => nativeType(of).baseConstraint,
    getBaseTypes: (of) =>
      once(bases, of, () => checker.getBaseTypes(nativeType(of).native).map((base) => views.type(base))),
    getTypeArguments: (of) => nativeType(of).typeArguments,
    getPropertiesOfType: (of) => [...nativeType(of).getProperties()],
    getPropertyOfType: (of, name) => nativeType(of).getProperty(name),
    getIndexInfosOfType: (of) => nativeType(of).indexInfos,
    getIndexTypeOfType: (of, kind) => {
      const key = kind === indexKind.Number ? TypeFlags.Number : TypeFlags.String;
      return nativeType(of).indexInfos.find(({ keyType }) => (keyType.flags & key) !== 0)?.type;
    },
    getAwaitedType: awaited,
    getAliasedSymbol: (of) =>
      once(aliased, of, () => views.symbol(checker.getAliasedSymbol(nativeSymbol(of).native))),
    getShorthandAssignmentValueSymbol: (node) =>
      node && symbol(checker.getShorthandAssignmentValueSymbol(node)),
    getExportSpecifierLocalTargetSymbol: (node) => symbol(checker.getExportSpecifierLocalTargetSymbol(node)),
    getSymbolsOfParameterPropertyDeclaration: (parameter, name) => {
      const found = checker.resolveName(name, SymbolFlags.Value, parameter, true);
      return found === undefined ? [] : [views.symbol(found)];
    },
    isTupleType: isTuple,
    isArrayType: isArray,
    getAnyType: () => once(intrinsic, "getAnyType", () => views.type(checker.getAnyType())),
    getStringType: () => once(intrinsic, "getStringType", () => views.type(checker.getStringType())),
    getNumberType: () => once(intrinsic, "getNumberType", () => views.type(checker.getNumberType())),
    getBooleanType: () => once(intrinsic, "getBooleanType", () => views.type(checker.getBooleanType())),
    typeToString: (of) => checker.typeToString(nativeType(of).native),

    prefetch: (nodes) => {
      const names = nodes
        .flatMap((node) => {
          if (node.kind === K.Identifier) return [node];
          return node.kind === K.PropertyAccessExpression ? [(node as ts.PropertyAccessExpression).name] : [];
        })
        .filter((node) => !symbolsAt.has(node));
      if (names.length === 0) return;
      const natives = checker.getSymbolAtLocation(names);
      const untyped = new Set<NativeSymbol>();
      names.forEach((name, index) => {
        const native = natives[index];
        symbolsAt.set(name, symbol(native));
        if (native !== undefined && nativeSymbol(views.symbol(native)).type === undefined)
          untyped.add(native);
      });
      const symbols = [...untyped];
      checker.getTypeOfSymbol(symbols).forEach((found, index) => {
        const of = symbols[index];
        if (of !== undefined) nativeSymbol(views.symbol(of)).type = type(found);
      });
    },
  };
  return view as CheckerView;
}
