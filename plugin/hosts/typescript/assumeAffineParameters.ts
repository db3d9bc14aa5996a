import type ts from "typescript";
import type { TypeClassifier } from "./classifyType.js";
import { walk } from "./walk.js";

/**
 * T9: a generic function whose body is in this file is accepted with an affine argument if its body is correct with the
 * type parameter affine. So each type parameter that some call in the file instantiates with something owned counts as
 * affine while the file is checked, body and calls alike.
 */
export function assumeAffineParameters(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  types: TypeClassifier,
  file: ts.SourceFile,
): void {
  const generics = genericsOf(file);
  if (generics.size === 0) return;
  const calls = callsOf(file, generics);
  for (let changed = true; changed;) {
    changed = false;
    for (const call of calls) {
      const signature = checker.getResolvedSignature(call);
      const declaration = signature?.declaration;
      if (declaration === undefined || typescript.isJSDocSignature(declaration)) continue;
      if (declaration.getSourceFile() !== file || (declaration as { body?: ts.Node }).body === undefined)
        continue;
      for (const parameter of declaration.typeParameters ?? []) {
        const type = checker.getTypeAtLocation(parameter);
        if (types.ownership(type).kind === "owned" || !isOwnedAt(call, declaration, parameter)) continue;
        types.assumeAffine(type);
        changed = true;
      }
    }
  }

  /** Some argument that fills a parameter of exactly this type, or of one made of it, is owned. */
  function isOwnedAt(
    call: ts.Node,
    declaration: ts.SignatureDeclaration,
    parameter: ts.TypeParameterDeclaration,
  ): boolean {
    const operands =
      typescript.isCallExpression(call) || typescript.isNewExpression(call) ? (call.arguments ?? []) : [];
    const declared = declaration.parameters.filter(
      ({ name }) => !(typescript.isIdentifier(name) && name.text === "this"),
    );
    return operands.some((operand, index) => {
      const type = (declared[index] ?? declared.at(-1))?.type;
      return (
        type !== undefined &&
        mentions(type, parameter.name.text) &&
        types.ownership(checker.getTypeAtLocation(operand)).kind === "owned"
      );
    });
  }

  /** Names of the functions of this file that have type parameters: a file without any is not looked at further. */
  function genericsOf(node: ts.Node): ReadonlySet<string> {
    const names = new Set<string>();
    walk(typescript, node, (at) => {
      if (typescript.isFunctionLike(at) && (at.typeParameters?.length ?? 0) > 0) {
        const { name } = at;
        if (name !== undefined && typescript.isIdentifier(name)) names.add(name.text);
        else if (typescript.isVariableDeclaration(at.parent)) names.add(at.parent.name.getText());
      }
    });
    return names;
  }

  function callsOf(node: ts.Node, callees: ReadonlySet<string>): readonly ts.CallExpression[] {
    const calls: ts.CallExpression[] = [];
    walk(typescript, node, (at) => {
      if (typescript.isCallExpression(at) && callees.has(nameOf(at.expression))) calls.push(at);
    });
    return calls;
  }

  function nameOf(callee: ts.Expression): string {
    return typescript.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  }

  function mentions(node: ts.Node, name: string): boolean {
    if (typescript.isIdentifier(node)) return node.text === name;
    return typescript.forEachChild(node, (child) => mentions(child, name) || undefined) === true;
  }
}
