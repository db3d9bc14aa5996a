import type ts from "typescript";
import type { Finding } from "../../findings.js";
import { rootOf } from "../../ir/places.js";
import type { FixDefinition } from "../Fix.js";
import type { FixContext } from "../FixContext.js";
import { importing } from "../editing/imports.js";

/** `function report(b: Budget)` that only looks, to `b: Borrowed<Budget>` (T3, B1). */
export const borrowParameter: FixDefinition = {
  name: "borrow-parameter",
  summary: "Declare the parameter of the callee, which only looks at it, as `Borrowed`",
  rules: [
    "use-after-delegation",
    "moved-in-loop",
    "partially-moved",
    "move-out-of-shared",
    "repeatable-callback",
  ],
  propose(finding, cx) {
    const parameter = owningParameter(cx, finding);
    const { type } = parameter ?? {};
    if (parameter === null || type === undefined || parameter.dotDotDotToken !== undefined) return null;
    const owner = parameter.parent;
    if (!hasOneSignature(cx, owner) || !onlyLooks(cx, owner, cx.textOf(parameter.name))) return null;
    const borrowed = importing(cx, "Borrowed", "type");
    const name = cx.textOf(parameter.name);
    return {
      // Another class may override a method with one that takes ownership (B6).
      applicability:
        owner.kind === cx.syntax.SyntaxKind.MethodDeclaration ? "maybe-incorrect" : "machine-applicable",
      title: `Declare parameter \`${name}\` as \`Borrowed\`: it is only looked at`,
      edits: [...borrowed.edits, { at: cx.spanOf(type), text: `${borrowed.name}<${cx.textOf(type)}>` }],
    };
  },
};

/** The one parameter that every move of the report is into, if it is declared in this file. */
function owningParameter(cx: FixContext, finding: Finding): ts.ParameterDeclaration | null {
  const nodes = finding.labels.flatMap((label) =>
    label.kind === "move"
      ? [
          label.reason.kind === "argument" && label.reason.declaredAt !== null
            ? cx.nodeAt(label.reason.declaredAt)
            : null,
        ]
      : [],
  );
  const own = nodes.length === 0 ? argumentParameter(cx, finding) : nodes[0];
  if (own === null || own === undefined || nodes.some((node) => node !== own)) return null;
  return own.kind === cx.syntax.SyntaxKind.Parameter ? (own as ts.ParameterDeclaration) : null;
}

/** A report about a single move says where that is: it is an argument of a call. */
function argumentParameter(cx: FixContext, { at }: Finding): ts.Node | null {
  const node = cx.nodeAt(at);
  if (node === null) return null;
  const call = node.parent as ts.CallExpression;
  const index = (call.arguments as readonly ts.Node[] | undefined)?.indexOf(node) ?? -1;
  const declaredAt = cx.facts.call(call)?.arguments[index]?.declaredAt ?? null;
  return declaredAt === null ? null : cx.nodeAt(declaredAt);
}

function hasOneSignature(cx: FixContext, owner: ts.SignatureDeclaration): boolean {
  const K = cx.syntax.SyntaxKind;
  switch (owner.kind) {
    case K.ArrowFunction:
    case K.FunctionExpression:
      return true;
    case K.FunctionDeclaration:
    case K.MethodDeclaration: {
      const { name, parent, body } = owner as ts.FunctionDeclaration;
      if (name === undefined || body === undefined) return false;
      let count = 0;
      cx.syntax.forEachChild(parent, (sibling) => {
        const other = (sibling as { name?: ts.Node }).name;
        if (sibling.kind === owner.kind && other !== undefined && cx.textOf(other) === cx.textOf(name))
          count++;
      });
      return count === 1;
    }
    default:
      return false;
  }
}

/** Nothing in the function, closures included, moves or refills what goes by this name. */
function onlyLooks(cx: FixContext, owner: ts.Node, name: string): boolean {
  const bodies = cx.analysis.bodies.filter(({ owner: at }) => owner.pos <= at.pos && at.end <= owner.end);
  if (bodies.length === 0) return false;
  return bodies.every(
    ({ body }) =>
      body.moves.every(({ place }) => rootOf(place).text !== name) &&
      body.blocks.every(({ instructions }) =>
        instructions.every(
          (instruction) => instruction.op !== "store" || rootOf(instruction.place).text !== name,
        ),
      ),
  );
}
