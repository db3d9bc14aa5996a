import type ts from "typescript";
import type { TypeClassifier } from "./classifyType.js";
import { mentionsIn } from "./reach/mentions.js";
import { topLevelStatement } from "./reach/outline.js";
import { walk } from "./walk.js";

/**
 * T9: a generic function whose body is in this file is accepted with an affine argument if its body is correct with the
 * type parameter affine. So each type parameter that some call in the file instantiates with something owned counts as
 * affine while the file is checked, body and calls alike. Returns the statements that hold such functions.
 */
export function assumeAffineParameters(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  types: TypeClassifier,
  file: ts.SourceFile,
): ReadonlySet<ts.Statement> {
  const assumed = new Set<ts.Statement>();
  const { generics } = mentionsIn(typescript, file);
  if (generics.size === 0) return assumed;
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
        if (types.ownership(type).kind === "owned") {
          assumed.add(topLevelStatement(typescript, declaration));
          continue;
        }
        if (!isOwnedAt(call, declaration, parameter)) continue;
        types.assumeAffine(type);
        changed = true;
      }
    }
  }
  return assumed;

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
