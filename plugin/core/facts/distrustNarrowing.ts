import type ts from "typescript";
import type { Syntax } from "../syntax/Syntax.js";
import type { Facts } from "./Facts.js";
import { homeOf } from "./resolveScopes.js";
import type { FileScan } from "./scanFile.js";

/**
 * The compiler narrows a variable to what the function around it has assigned, whatever other functions assign meanwhile:
 *
 *     let receipt: Receipt | null = null;
 *     xs.forEach(() => { receipt = next(); });
 *     return receipt;                            // null, by its type
 *
 * Where narrowing has left nothing that could be owned of such a variable, its declaration says what it may hold.
 */
export function distrustNarrowing(syntax: Syntax, scan: FileScan, facts: Facts): void {
  const emptied = scan.references.filter(
    (reference) =>
      facts.binding(reference)?.ownership.kind === "owned" &&
      facts.value(reference).ownership.kind === "plain",
  );
  if (emptied.length === 0) return;
  const writtenElsewhere = new Set<number>();
  for (const reference of scan.references) {
    const { id, declaration, ownership } = facts.binding(reference) ?? {};
    if (id === undefined || !declaration || ownership?.kind !== "owned") continue;
    if (!isTarget(syntax, reference)) continue;
    if (scan.ownerOf(reference) !== homeOf(syntax, declaration, scan.ownerOf)) writtenElsewhere.add(id);
  }
  for (const reference of emptied) {
    const { id, declaration } = facts.binding(reference) ?? {};
    if (id === undefined || !writtenElsewhere.has(id)) continue;
    const { name } = declaration as { name?: ts.Node };
    if (name !== undefined) facts.values.set(reference, facts.value(name));
  }
}

/** It is assigned to, by itself or by a pattern. */
function isTarget({ SyntaxKind: K }: Syntax, reference: ts.Node): boolean {
  let at = reference;
  while (
    at.parent.kind === K.ArrayLiteralExpression ||
    at.parent.kind === K.ObjectLiteralExpression ||
    at.parent.kind === K.PropertyAssignment ||
    at.parent.kind === K.ShorthandPropertyAssignment ||
    at.parent.kind === K.ParenthesizedExpression
  ) {
    at = at.parent;
  }
  if (at.parent.kind !== K.BinaryExpression) return false;
  const { left, operatorToken } = at.parent as ts.BinaryExpression;
  return left === at && operatorToken.kind >= K.FirstAssignment && operatorToken.kind <= K.LastAssignment;
}
