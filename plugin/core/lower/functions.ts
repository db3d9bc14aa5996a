import type ts from "typescript";
import { isBodyOwner, type BodyOwner } from "../syntax/bodies.js";
import { lowerExpression } from "./expressions.js";
import { lowerName } from "./literals.js";
import { borrowing, unsupported, type Lowering } from "./Lowering.js";

/** A function as a value: its body is lowered on its own; what it captures is named here. */
export function lowerFunctionValue(cx: Lowering, node: BodyOwner): void {
  for (const capture of cx.scopes.captures.get(node) ?? []) {
    unsupported(cx, capture.at, `a function that captures \`${capture.name}\``);
  }
}

export function lowerClass(cx: Lowering, node: ts.ClassLikeDeclaration): void {
  const K = cx.syntax.SyntaxKind;
  for (const clause of node.heritageClauses ?? []) {
    if (clause.token !== K.ExtendsKeyword) continue;
    for (const { expression } of clause.types) lowerExpression(cx, expression, borrowing);
  }
  for (const member of node.members) {
    lowerName(cx, member.name);
    if (isBodyOwner(cx.syntax, member)) lowerFunctionValue(cx, member);
  }
}
