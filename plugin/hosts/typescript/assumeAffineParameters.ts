import type ts from "typescript";
import type { TypeClassifier } from "./classifyType.js";
import { mentionsIn } from "./reach/mentions.js";
import { topLevelStatement } from "./reach/outline.js";
import { isTypeReference } from "./questions/typeShapes.js";
import { typeArgument } from "./typeArgument.js";

/** A function or a class with type parameters, and a body that can be looked at. */
export type Generic = GenericFunction | ts.ClassLikeDeclaration;
type GenericFunction = ts.FunctionLikeDeclaration & { readonly body: ts.Node };

/** T9: whether the body of a generic function or class is correct with these of its type parameters affine. */
export type IsCorrect = (generic: Generic, parameters: readonly ts.Type[]) => boolean;

/**
 * T9: a generic function or class whose body is in the program is accepted with an affine argument if its body is correct
 * with the type parameter affine. So each type parameter that something in these statements instantiates with something
 * owned counts as affine from there on, if its body bears it. What such a body instantiates is looked at in turn. Returns
 * the statements given and those that hold such bodies.
 */
export function assumeAffineParameters(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  types: TypeClassifier,
  statements: readonly ts.Statement[],
  isCorrect: IsCorrect,
): ReadonlySet<ts.Statement> {
  const held = new Set<ts.Statement>();
  const refused = new Set<Instantiation>();
  const found: Instantiation[] = [];
  for (const statement of statements) hold(statement);
  for (let changed = true; changed;) {
    changed = false;
    // Grows while it is walked: what is held now has instantiations of its own.
    for (const instantiation of found) {
      if (refused.has(instantiation)) continue;
      const { generic } = instantiation;
      const parameters = parametersMadeAffine(instantiation);
      if (parameters.length > 0 && !isCorrect(generic, parameters)) {
        refused.add(instantiation);
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
    for (const node of mentionsIn(typescript, statement.getSourceFile()).instantiationsIn(statement)) {
      if (typescript.isCallExpression(node)) found.push(...byCall(node));
      else found.push(...ofClasses(checker.getTypeAtLocation(node)));
    }
  }

  function hasAffineParameter({ typeParameters }: Generic): boolean {
    return typeParameters?.some((each) => isOwned(checker.getTypeAtLocation(each))) === true;
  }

  function byCall(call: ts.CallExpression): readonly Instantiation[] {
    const declaration = checker.getResolvedSignature(call)?.declaration;
    if (declaration === undefined || typescript.isJSDocSignature(declaration)) return [];
    const { body } = declaration as { body?: ts.Node };
    if (body === undefined) return [];
    const isGeneric = (declaration.typeParameters?.length ?? 0) > 0;
    const { expression } = call;
    const isAccess =
      typescript.isPropertyAccessExpression(expression) || typescript.isElementAccessExpression(expression);
    return [
      ...(isGeneric ? [{ kind: "call", call, generic: declaration as GenericFunction } as const] : []),
      ...(isAccess && typescript.isClassLike(declaration.parent)
        ? ofClasses(checker.getTypeAtLocation(expression.expression))
        : []),
    ];
  }

  /** The generic classes that objects of a type are of, their bases included. */
  function ofClasses(type: ts.Type): readonly Instantiation[] {
    if (type.isUnion()) return type.types.flatMap(ofClasses);
    const object = isTypeReference(typescript, type) ? type.target : type;
    const generic = (type.symbol as ts.Symbol | undefined)?.declarations?.find((each) =>
      typescript.isClassLike(each),
    );
    if (generic === undefined || !object.isClassOrInterface() || isAmbient(generic)) return [];
    const bases = checker.getBaseTypes(object).flatMap(ofClasses);
    if (object === type || (generic.typeParameters?.length ?? 0) === 0) return bases;
    return [{ kind: "class", type: type as ts.TypeReference, generic }, ...bases];
  }

  /** There are no bodies in it that could be looked at. */
  function isAmbient(node: ts.Node): boolean {
    if (typescript.isSourceFile(node)) return node.isDeclarationFile;
    const isDeclared =
      typescript.canHaveModifiers(node) &&
      node.modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.DeclareKeyword) === true;
    return isDeclared || isAmbient(node.parent);
  }

  function parametersMadeAffine(instantiation: Instantiation): readonly ts.Type[] {
    const { generic } = instantiation;
    const { typeParameters = [] } = generic;
    const given = instantiation.kind === "class" ? checker.getTypeArguments(instantiation.type) : [];
    return typeParameters.flatMap((parameter, index) => {
      const type = checker.getTypeAtLocation(parameter);
      if (isOwned(type)) return [];
      const argument = given[index];
      const isMade =
        instantiation.kind === "class"
          ? argument !== undefined && isOwned(argument)
          : isOwnedArgument(instantiation.call.typeArguments?.[index]) ||
            isOwnedAt(instantiation.call, instantiation.generic, parameter);
      return isMade ? [type] : [];
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
    generic: GenericFunction,
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

  function argumentAt(call: ts.CallExpression, generic: GenericFunction, parameter: ts.Type): ts.Type | null {
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

/** Where a generic body is used with type arguments. */
type Instantiation =
  | { readonly kind: "call"; readonly call: ts.CallExpression; readonly generic: GenericFunction }
  | { readonly kind: "class"; readonly type: ts.TypeReference; readonly generic: ts.ClassLikeDeclaration };
