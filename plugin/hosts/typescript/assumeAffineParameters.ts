import type ts from "typescript";
import type { TypeClassifier } from "./classifyType.js";
import { topLevelStatement } from "./reach/outline.js";
import { typeArgument } from "./typeArgument.js";
import { walk } from "./walk.js";

/** A function with type parameters, and a body that can be looked at. */
export type Generic = ts.FunctionLikeDeclaration & { readonly body: ts.Node };

/** T9: whether the body of a generic function is correct with these of its type parameters affine. */
export type IsCorrect = (generic: Generic, parameters: readonly ts.Type[]) => boolean;

/**
 * T9: a generic function whose body is in the program is accepted with an affine argument if its body is correct with the
 * type parameter affine. So each type parameter that some call in these statements instantiates with something owned
 * counts as affine from there on, if its body bears it. What such a function calls is looked at in turn. Returns the
 * statements given and those that hold such functions.
 */
export function assumeAffineParameters(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  types: TypeClassifier,
  statements: readonly ts.Statement[],
  isCorrect: IsCorrect,
): ReadonlySet<ts.Statement> {
  const held = new Set<ts.Statement>();
  const refused = new Set<ts.Node>();
  const calls: GenericCall[] = [];
  for (const statement of statements) hold(statement);
  for (let changed = true; changed;) {
    changed = false;
    // Grows while it is walked: what is held now has calls of its own.
    for (const { call, generic } of calls) {
      if (refused.has(call)) continue;
      const parameters = parametersMadeAffine(call, generic);
      if (parameters.length > 0 && !isCorrect(generic, parameters)) {
        refused.add(call);
        continue;
      }
      for (const parameter of parameters) types.assumeAffine(parameter);
      if (parameters.length > 0) changed = true;
      if (hasAffineParameter(generic)) hold(topLevelStatement(typescript, generic));
    }
  }
  return held;

  function hold(statement: ts.Statement): void {
    if (held.has(statement)) return;
    held.add(statement);
    calls.push(...genericCallsIn(statement));
  }

  function hasAffineParameter({ typeParameters }: Generic): boolean {
    return typeParameters?.some((each) => isOwned(checker.getTypeAtLocation(each))) === true;
  }

  function genericCallsIn(statement: ts.Statement): readonly GenericCall[] {
    const found: GenericCall[] = [];
    walk(typescript, statement, (node) => {
      if (!typescript.isCallExpression(node)) return;
      const declaration = checker.getResolvedSignature(node)?.declaration;
      if (declaration === undefined || typescript.isJSDocSignature(declaration)) return;
      const { body } = declaration as { body?: ts.Node };
      if (body === undefined || (declaration.typeParameters?.length ?? 0) === 0) return;
      found.push({ call: node, generic: declaration as Generic });
    });
    return found;
  }

  function parametersMadeAffine(call: ts.CallExpression, generic: Generic): readonly ts.Type[] {
    const { typeParameters = [] } = generic;
    return typeParameters.flatMap((parameter, index) => {
      const type = checker.getTypeAtLocation(parameter);
      if (isOwned(type)) return [];
      return isOwnedArgument(call.typeArguments?.[index]) || isOwnedAt(call, generic, parameter)
        ? [type]
        : [];
    });
  }

  function isOwnedArgument(argument: ts.TypeNode | undefined): boolean {
    return argument !== undefined && isOwned(checker.getTypeFromTypeNode(argument));
  }

  /**
   * What the call puts in the parameter's place is owned. Where the declared types do not tell what that is: something
   * owned fills a parameter, or comes out as the result, of a type that mentions it.
   */
  function isOwnedAt(
    call: ts.CallExpression,
    generic: Generic,
    parameter: ts.TypeParameterDeclaration,
  ): boolean {
    const { name } = parameter;
    const given = argumentAt(call, generic, checker.getTypeAtLocation(parameter));
    if (given !== null) return isOwned(given);
    const declared = generic.parameters.filter(
      (parameter) => !(typescript.isIdentifier(parameter.name) && parameter.name.text === "this"),
    );
    const byArgument = call.arguments.some((operand, index) => {
      const type = (declared[index] ?? declared.at(-1))?.type;
      return type !== undefined && mentions(type, name.text) && isOwned(checker.getTypeAtLocation(operand));
    });
    if (byArgument) return true;
    if (generic.type !== undefined && !mentions(generic.type, name.text)) return false;
    const base = checker.getSignatureFromDeclaration(generic);
    const signature = checker.getResolvedSignature(call);
    return (
      base !== undefined &&
      signature !== undefined &&
      types.yieldsOwned(checker.getReturnTypeOfSignature(signature)) &&
      !types.yieldsOwned(checker.getReturnTypeOfSignature(base))
    );
  }

  function argumentAt(call: ts.CallExpression, generic: Generic, parameter: ts.Type): ts.Type | null {
    const base = checker.getSignatureFromDeclaration(generic)?.getParameters() ?? [];
    const actual = checker.getResolvedSignature(call)?.getParameters() ?? [];
    for (const [index, symbol] of base.entries()) {
      const become = actual[index];
      if (become === undefined) continue;
      const declared = checker.getTypeOfSymbol(symbol);
      const found = typeArgument(typescript, checker, declared, checker.getTypeOfSymbol(become), parameter);
      if (found !== null) return found;
    }
    return null;
  }

  function isOwned(type: ts.Type): boolean {
    return types.ownership(type).kind === "owned";
  }

  function mentions(node: ts.Node, name: string): boolean {
    if (typescript.isIdentifier(node)) return node.text === name;
    return typescript.forEachChild(node, (child) => mentions(child, name) || undefined) === true;
  }
}

interface GenericCall {
  readonly call: ts.CallExpression;
  readonly generic: Generic;
}
