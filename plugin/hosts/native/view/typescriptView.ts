import type ts from "typescript";
import type { NativeModules } from "../NativeApi.js";

/**
 * What the answers to the core's questions use of the classic `typescript` module, over TypeScript 7's. Numbers of kinds
 * and flags are those of the compiler that made the trees.
 */
export function typescriptView({ version, api, ast }: NativeModules): typeof ts {
  const K = ast.SyntaxKind;
  const oneOf =
    (...kinds: readonly ts.SyntaxKind[]) =>
    (node: ts.Node): boolean =>
      kinds.includes(node.kind);
  const functionKinds = [
    ...[K.FunctionDeclaration, K.FunctionExpression, K.ArrowFunction, K.MethodDeclaration, K.Constructor],
    ...[K.GetAccessor, K.SetAccessor, K.MethodSignature, K.CallSignature, K.ConstructSignature],
    ...[K.IndexSignature, K.FunctionType, K.ConstructorType, K.JSDocSignature],
  ];
  const view = {
    ...ast,
    version,
    TypeFlags: api.TypeFlags,
    ObjectFlags: api.ObjectFlags,
    SymbolFlags: api.SymbolFlags,
    SignatureKind: api.SignatureKind,
    DiagnosticCategory: api.DiagnosticCategory,
    IndexKind: indexKind,
    OperationCanceledException: class extends Error {},
    forEachChild: <T>(node: ts.Node, visit: (child: ts.Node) => T | undefined): T | undefined =>
      node.forEachChild(visit),
    isStringLiteralLike: oneOf(K.StringLiteral, K.NoSubstitutionTemplateLiteral),
    isClassLike: oneOf(K.ClassDeclaration, K.ClassExpression),
    isClassElement: oneOf(
      ...[K.Constructor, K.PropertyDeclaration, K.MethodDeclaration, K.GetAccessor, K.SetAccessor],
      ...[K.IndexSignature, K.ClassStaticBlockDeclaration, K.SemicolonClassElement],
    ),
    isFunctionLike: oneOf(...functionKinds),
    isCallOrNewExpression: oneOf(K.CallExpression, K.NewExpression),
    isJsxOpeningLikeElement: oneOf(K.JsxOpeningElement, K.JsxSelfClosingElement),
    isParameter: oneOf(K.Parameter),
    isMethodSignature: oneOf(K.MethodSignature),
    isPropertySignature: oneOf(K.PropertySignature),
    isConstTypeReference: (node: ts.Node): boolean =>
      node.kind === K.TypeReference &&
      (node as ts.TypeReferenceNode).typeArguments === undefined &&
      (node as ts.TypeReferenceNode).typeName.getText() === "const",
    isParameterPropertyDeclaration: (node: ts.Node, parent: ts.Node): boolean =>
      parent.kind === K.Constructor &&
      (node as ts.ParameterDeclaration).modifiers?.some(({ kind }) => propertyModifiers.has(kind)) === true,
    canHaveModifiers: () => true,
    // In JavaScript the compiler puts what JSDoc says where a type annotation would stand.
    getJSDocType: () => undefined,
    getEffectiveTypeParameterDeclarations: ({ typeParameters }: ts.DeclarationWithTypeParameterChildren) =>
      typeParameters ?? [],
  };
  const propertyModifiers: ReadonlySet<ts.SyntaxKind> = new Set([
    ...[K.PublicKeyword, K.PrivateKeyword, K.ProtectedKeyword, K.ReadonlyKeyword, K.OverrideKeyword],
  ]);
  return view as unknown as typeof ts;
}

/** By value, for the enumeration is gone from 7.0. */
export const indexKind = { String: 0, Number: 1 } as unknown as typeof ts.IndexKind;
