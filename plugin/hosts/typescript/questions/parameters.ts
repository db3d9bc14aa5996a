import type ts from "typescript";
import type { Span } from "../../../core/findings.js";
import type { Callees } from "./callees.js";
import type { Context } from "./Context.js";
import { elementTypeOf } from "./sinks.js";
import { isPrimitive, isRestParameter } from "./typeShapes.js";
import { typeArgument } from "../typeArgument.js";

/** The parameter that an argument fills. */
export interface Target {
  readonly type: ts.Type;
  readonly name: string;
  readonly declaredAt: Span | null;
  /** Position among the declared parameters. */
  readonly index: number;
}

export interface Parameters {
  at(signature: ts.Signature, index: number): Target | null;
  /** T9: the parameter is declared by way of a type parameter that may stand for something owned; that type, as written. */
  uncheckedType(signature: ts.Signature, index: number): string | null;
  /** T9: those of its type parameters that may stand for something owned. Who borrows by one (`T & Loan`) knows it. */
  uncheckedIn(declaration: ts.SignatureDeclaration | ts.ClassLikeDeclaration): readonly UncheckedParameter[];
}

export interface UncheckedParameter {
  readonly name: string;
  readonly index: number;
}

/** A declared type, and the type parameters in it that may stand for something owned. */
interface Unchecked {
  readonly type: ts.TypeNode;
  readonly parameters: readonly ts.Type[];
}

export function createParameters(cx: Context, callees: Callees): Parameters {
  const { typescript, program, checker, types } = cx;
  const unchecked = new Map<ts.Node, readonly (Unchecked | null)[]>();
  const targets = new Map<ts.Signature, Map<number, Target | null>>();
  const uncheckedParameters = new Map<ts.Node, readonly UncheckedParameter[]>();

  return {
    at: parameterAt,
    uncheckedType,
    uncheckedIn,
  };

  function parameterAt(signature: ts.Signature, index: number): Target | null {
    let known = targets.get(signature);
    if (known === undefined) targets.set(signature, (known = new Map<number, Target | null>()));
    let target = known.get(index);
    if (target === undefined) known.set(index, (target = findTarget(signature, index)));
    return target;
  }

  function findTarget(signature: ts.Signature, index: number): Target | null {
    const parameters = signature.getParameters();
    const last = parameters.length - 1;
    const position = Math.min(index, last);
    const symbol = parameters[position];
    if (symbol === undefined) return null;
    const declaration = symbol.valueDeclaration;
    const isRest = isRestParameter(typescript, symbol);
    const declared = checker.getTypeOfSymbol(symbol);
    if (index > last && !isRest) return null;
    let type = declared;
    if (isRest && position === last) {
      const elements = checker.isTupleType(declared)
        ? checker.getTypeArguments(declared as ts.TypeReference)
        : null;
      const element = elements === null ? elementTypeOf(cx, declared) : elements[index - last];
      if (element === undefined)
        return elements === null ? { type, name: symbol.name, declaredAt: null, index: position } : null;
      type = element;
    }
    const declaredAt =
      declaration === undefined || program.isSourceFileFromExternalLibrary(declaration.getSourceFile())
        ? null
        : spanOf(declaration);
    return { type, name: symbol.name, declaredAt, index: position };
  }

  function spanOf(node: ts.Node): Span {
    return { file: node.getSourceFile().fileName, start: node.getStart(), end: node.end };
  }

  function uncheckedType(signature: ts.Signature, index: number): string | null {
    const { declaration } = signature;
    if (declaration === undefined || typescript.isJSDocSignature(declaration)) return null;
    let known = unchecked.get(declaration);
    if (known === undefined) unchecked.set(declaration, (known = findUnchecked(declaration)));
    const found = known[index] ?? null;
    if (found === null) return null;
    const actual = signature.getParameters()[index];
    const isHarmless =
      actual !== undefined &&
      found.parameters.every((parameter) =>
        standsForPlain(parameter, checker.getTypeFromTypeNode(found.type), checker.getTypeOfSymbol(actual)),
      );
    return isHarmless ? null : found.type.getText();
  }

  /** What the call puts in the parameter's place holds nothing owned, nor anything that might. */
  function standsForPlain(parameter: ts.Type, declared: ts.Type, actual: ts.Type): boolean {
    const found = typeArgument(typescript, checker, declared, actual, parameter);
    if (found === null) return false;
    const ownership = types.ownership(found);
    return ownership.kind === "plain" || (ownership.kind === "opaque" && ownership.why === "type-parameter");
  }

  function findUnchecked(declaration: ts.SignatureDeclaration): readonly (Unchecked | null)[] {
    if (callees.isBorrow(declaration)) return [];
    const candidates = typeParametersOf(declaration).filter((parameter) =>
      mayStandForOwned(checker.getTypeAtLocation(parameter)),
    );
    if (candidates.length === 0) return [];
    return declaredParameters(declaration).map((parameter) => {
      const type = parameter.type ?? typescript.getJSDocType(parameter);
      if (type === undefined) return null;
      const mentioned = candidates.filter(({ name }) => mentions(type, name.text));
      if (mentioned.length === 0 || isLoan(type)) return null;
      return { type, parameters: mentioned.map((each) => checker.getTypeAtLocation(each)) };
    });
  }

  function uncheckedIn(
    declaration: ts.SignatureDeclaration | ts.ClassLikeDeclaration,
  ): readonly UncheckedParameter[] {
    let found = uncheckedParameters.get(declaration);
    if (found === undefined) uncheckedParameters.set(declaration, (found = findUncheckedIn(declaration)));
    return found;
  }

  function findUncheckedIn(
    declaration: ts.SignatureDeclaration | ts.ClassLikeDeclaration,
  ): readonly UncheckedParameter[] {
    const declared = typescript.getEffectiveTypeParameterDeclarations(declaration);
    if (declared.length === 0) return [];
    const lent = typescript.isClassLike(declaration)
      ? []
      : declaredParameters(declaration).flatMap(({ type }) =>
          type !== undefined && isLoan(type) ? [type] : [],
        );
    return declared
      .map((parameter, index) => ({ parameter, name: parameter.name.text, index }))
      .filter(({ parameter }) => mayStandForOwned(checker.getTypeAtLocation(parameter)))
      .filter(({ name }) => !lent.some((type) => mentions(type, name)));
  }

  function isLoan(type: ts.TypeNode): boolean {
    return types.ownership(checker.getTypeFromTypeNode(type)).kind === "borrowed";
  }

  /** Without `this`, as arguments count. */
  function declaredParameters(declaration: ts.SignatureDeclaration): readonly ts.ParameterDeclaration[] {
    return declaration.parameters.filter(
      (parameter) => !(typescript.isIdentifier(parameter.name) && parameter.name.text === "this"),
    );
  }

  /** Not known to be affine, nor bound to something that cannot be, such as the `number` of `Budget<Unit, Max>`. */
  function mayStandForOwned(parameter: ts.Type): boolean {
    const constraint = checker.getBaseConstraintOfType(parameter);
    if (constraint !== undefined && isPrimitive(typescript, constraint)) return false;
    return types.ownership(parameter).kind !== "owned";
  }

  /** A class's own type parameters are instantiated with it: its body is not checked for each (T9). */
  function typeParametersOf(declaration: ts.SignatureDeclaration): readonly ts.TypeParameterDeclaration[] {
    const { parent } = declaration as { parent?: ts.Node };
    const ofClass =
      parent !== undefined && typescript.isClassLike(parent) ? (parent.typeParameters ?? []) : [];
    return [...typescript.getEffectiveTypeParameterDeclarations(declaration), ...ofClass];
  }

  function mentions(node: ts.Node, name: string): boolean {
    if (typescript.isIdentifier(node)) return node.text === name;
    return typescript.forEachChild(node, (child) => mentions(child, name) || undefined) === true;
  }
}
