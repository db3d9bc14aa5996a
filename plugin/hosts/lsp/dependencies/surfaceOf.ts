import type ts from "typescript";

/**
 * What other files can see of a file: its text, but for the bodies of functions that say what they return. What such a body
 * holds decides nothing elsewhere. Bodies of generic functions and classes stay (T9: their callers rest on them), and so do
 * those that a type is inferred from. Errs towards too much.
 */
export function surfaceOf(typescript: typeof ts, file: ts.SourceFile): string {
  const { text } = file;
  // In JavaScript types are inferred from assignments anywhere.
  if (file.isDeclarationFile || (file.flags & typescript.NodeFlags.JavaScriptFile) !== 0) return text;
  let surface = "";
  let done = 0;
  for (const { pos, end } of hiddenBodies(typescript, file)) {
    surface += `${text.slice(done, pos)}{}`;
    done = end;
  }
  return surface + text.slice(done);
}

/** In order of position. */
function hiddenBodies({ SyntaxKind: K, forEachChild }: typeof ts, file: ts.SourceFile): readonly ts.Node[] {
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
  visit(file);
  return bodies;
}

function isGeneric({
  typeParameters,
}: {
  readonly typeParameters?: readonly ts.Node[] | undefined;
}): boolean {
  return typeParameters !== undefined && typeParameters.length > 0;
}
