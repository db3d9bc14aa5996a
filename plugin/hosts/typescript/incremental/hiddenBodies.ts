import type ts from "typescript";

/**
 * The bodies of functions that say what they return, in order of position: what such a body holds decides no type outside of
 * it. Bodies of generic functions and classes are left out (T9: their callers rest on them), and so are those that a type is
 * inferred from, and all of JavaScript, where types are inferred from assignments anywhere. Errs towards too few.
 */
export function hiddenBodies(
  { SyntaxKind: K, NodeFlags, forEachChild }: typeof ts,
  file: ts.SourceFile,
): readonly ts.Node[] {
  const bodies: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    switch (node.kind) {
      case K.SourceFile:
      case K.ModuleDeclaration:
      case K.ModuleBlock:
      case K.VariableStatement:
      case K.VariableDeclarationList:
      case K.VariableDeclaration:
      case K.ExportAssignment:
      case K.ParenthesizedExpression:
      case K.ObjectLiteralExpression:
      case K.PropertyAssignment:
      case K.PropertyDeclaration:
        forEachChild(node, visit);
        break;
      case K.ClassDeclaration:
      case K.ClassExpression:
        if (!isGeneric(node as ts.ClassLikeDeclaration)) forEachChild(node, visit);
        break;
      case K.FunctionDeclaration:
      case K.FunctionExpression:
      case K.ArrowFunction:
      case K.MethodDeclaration:
      case K.GetAccessor: {
        const declaration = node as ts.FunctionLikeDeclaration;
        const { body, type } = declaration;
        if (body?.kind === K.Block && type !== undefined && !isGeneric(declaration)) bodies.push(body);
        break;
      }
      default:
    }
  };
  if (!file.isDeclarationFile && (file.flags & NodeFlags.JavaScriptFile) === 0) visit(file);
  return bodies;
}

function isGeneric({
  typeParameters,
}: {
  readonly typeParameters?: readonly ts.Node[] | undefined;
}): boolean {
  return typeParameters !== undefined && typeParameters.length > 0;
}
