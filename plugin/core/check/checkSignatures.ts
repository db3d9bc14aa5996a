import type ts from "typescript";
import type { Facts } from "../facts/Facts.js";
import type { FileScan } from "../facts/scanFile.js";
import type { Finding } from "../findings.js";
import { staticKey } from "../syntax/staticKey.js";
import type { Syntax } from "../syntax/Syntax.js";

/** B6: a function may not own what its callers, by the type that they know it by, only lend. */
export function checkSignatures(syntax: Syntax, scan: FileScan, facts: Facts): readonly Finding[] {
  return [...facts.signatures].map(([node, { member, parameter, problem, target }]) => {
    const at = (node as { name?: ts.Node }).name ?? memberOf(syntax, node, member) ?? node;
    return {
      rule: "ownership-mismatch",
      at: { file: scan.file.fileName, start: syntax.startOf(at), end: at.end },
      subject: syntax.textOf(at).split("\n", 1)[0] ?? "",
      parameter,
      problem,
      target,
      labels: [],
    };
  });
}

/** The name of the member in the object literal that declares it. */
function memberOf(syntax: Syntax, node: ts.Node, member: string | null): ts.Node | null {
  const K = syntax.SyntaxKind;
  if (node.kind === K.ParenthesizedExpression)
    return memberOf(syntax, (node as ts.ParenthesizedExpression).expression, member);
  if (node.kind !== K.ObjectLiteralExpression) return null;
  const { properties } = node as ts.ObjectLiteralExpression;
  return properties.find(({ name }) => staticKey(syntax, name) === member)?.name ?? null;
}
