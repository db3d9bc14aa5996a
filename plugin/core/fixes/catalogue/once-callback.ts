import type ts from "typescript";
import type { FixDefinition } from "../Fix.js";
import type { FixContext } from "../FixContext.js";
import type { Finding } from "../../findings.js";
import { importing } from "../editing/imports.js";

/** `function defer(task: () => void)` that calls it at most once, to `task: Once<() => void>` (T4, C3). */
export const onceCallback: FixDefinition = {
  name: "once-callback",
  summary: "Declare the callback that is called at most once as `Once`",
  rules: ["closure-escape"],
  propose(finding, cx) {
    const parameter = finding.rule === "closure-escape" ? callbackParameter(cx, finding) : null;
    const { type } = parameter ?? {};
    if (parameter === null || type?.kind !== cx.syntax.SyntaxKind.FunctionType) return null;
    const once = importing(cx, "Once", "type");
    return {
      applicability: isCalledOnce(cx, parameter) ? "machine-applicable" : "maybe-incorrect",
      title: `Declare callback \`${cx.textOf(parameter.name)}\` as \`Once\`: it is called at most once`,
      edits: [...once.edits, { at: cx.spanOf(type), text: `${once.name}<${cx.textOf(type)}>` }],
    };
  },
};

/** The parameter, declared in this file, that the escaping function is passed to. */
function callbackParameter(cx: FixContext, { at, labels }: Finding): ts.ParameterDeclaration | null {
  const K = cx.syntax.SyntaxKind;
  const escape = labels.find(({ kind }) => kind === "escape")?.at ?? at;
  for (let node = cx.nodeAt(escape); node !== null; node = node.parent as ts.Node | null) {
    const parent = node.parent as ts.Node | undefined;
    if (parent === undefined) return null;
    if (parent.kind !== K.CallExpression && parent.kind !== K.NewExpression) continue;
    const index = ((parent as ts.CallExpression).arguments as readonly ts.Node[]).indexOf(node);
    const declaredAt = cx.facts.call(parent)?.arguments[index]?.declaredAt ?? null;
    const parameter = declaredAt === null ? null : cx.nodeAt(declaredAt);
    return parameter?.kind === K.Parameter ? (parameter as ts.ParameterDeclaration) : null;
  }
  return null;
}

/** Its function mentions it once, and that is a call outside of any loop or further function. */
function isCalledOnce(cx: FixContext, parameter: ts.ParameterDeclaration): boolean {
  const K = cx.syntax.SyntaxKind;
  const { body } = parameter.parent as ts.FunctionDeclaration;
  if (body === undefined) return false;
  const name = cx.textOf(parameter.name);
  const mentions: ts.Node[] = [];
  cx.walk(body, (node) => {
    if (node.kind === K.Identifier && cx.textOf(node) === name) mentions.push(node);
  });
  const [mention] = mentions;
  if (mention === undefined || mentions.length > 1) return false;
  if (
    mention.parent.kind !== K.CallExpression ||
    (mention.parent as ts.CallExpression).expression !== mention
  )
    return false;
  for (let at = mention.parent; at !== body; at = at.parent) {
    switch (at.kind) {
      case K.ForStatement:
      case K.ForOfStatement:
      case K.ForInStatement:
      case K.WhileStatement:
      case K.DoStatement:
      case K.ArrowFunction:
      case K.FunctionExpression:
      case K.FunctionDeclaration:
      case K.ClassExpression:
      case K.ClassDeclaration:
      case K.MethodDeclaration:
        return false;
      default:
    }
  }
  return true;
}
