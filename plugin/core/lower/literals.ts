import type ts from "typescript";
import { applyFlow, lowerAccess, mayBePlace, moveOut } from "./access.js";
import { takeLent } from "./borrows.js";
import { lowerExpression } from "./expressions.js";
import { reportForgery } from "./forgery.js";
import { lowerMethodValue } from "./closures.js";
import { borrowing, interrupt, moving, report, spanOf, type Flow, type Lowering } from "./Lowering.js";
import { isCopiedByParts } from "../facts/ownership.js";
import { staticKey } from "../syntax/staticKey.js";
import { flowInto, isOwned, valueOf } from "./values.js";

/** A literal that escapes takes its parts along; one that is looked at lends what its parts look at. */
function partFlow(cx: Lowering, node: ts.Expression, literal: Flow, own: Flow): Flow {
  if (literal.kind === "escape" && isOwned(cx, node)) return literal;
  if (literal.kind === "borrow" && literal.inspected === true) return literal;
  // Of a literal within a literal, each part says for itself whether it is lent.
  const passesOn = own.kind === "borrow" || isLiteral(cx, node);
  return literal.kind === "borrow" && literal.loans !== null && passesOn ? literal : own;
}

/** A spread takes over the parts of something that is only lent. */
function takesLent(cx: Lowering, spread: ts.Expression, literal: Flow): boolean {
  return cx.facts.lent.has(spread) && literal.kind !== "borrow";
}

function isLiteral({ syntax: { SyntaxKind: K } }: Lowering, node: ts.Expression): boolean {
  return node.kind === K.ArrayLiteralExpression || node.kind === K.ObjectLiteralExpression;
}

export function lowerArrayLiteral(cx: Lowering, node: ts.ArrayLiteralExpression, flow: Flow): void {
  const K = cx.syntax.SyntaxKind;
  for (const element of node.elements) {
    if (element.kind === K.SpreadElement) {
      const { expression } = element as ts.SpreadElement;
      reportForgery(cx, element, cx.facts.sinks.get(element));
      if (takesLent(cx, expression, flow)) takeLent(cx, expression);
      // F3: a step of the iteration may throw, and then the elements are where they were.
      interrupt(cx, expression, "this iteration", { reenters: !valueOf(cx, expression).array });
      lowerExpression(
        cx,
        expression,
        isOwned(cx, expression) ? partFlow(cx, expression, flow, moving({ kind: "spread" })) : borrowing,
      );
    } else {
      lowerExpression(cx, element, partFlow(cx, element, flow, flowInto(cx, element, { kind: "element" })));
    }
  }
}

export function lowerObjectLiteral(cx: Lowering, node: ts.ObjectLiteralExpression, flow: Flow): void {
  const K = cx.syntax.SyntaxKind;
  node.properties.forEach((property, index) => {
    switch (property.kind) {
      case K.PropertyAssignment: {
        const { name, initializer } = property;
        lowerName(cx, name);
        const reason = { kind: "property", name: cx.syntax.textOf(name) } as const;
        lowerExpression(cx, initializer, partFlow(cx, initializer, flow, flowInto(cx, initializer, reason)));
        break;
      }
      case K.ShorthandPropertyAssignment: {
        const { name } = property;
        const own = flowInto(cx, name, { kind: "property", name: name.text });
        applyFlow(cx, lowerAccess(cx, name), partFlow(cx, name, flow, own), name);
        break;
      }
      case K.SpreadAssignment:
        lowerSpread(cx, property, node.properties.slice(index + 1), flow);
        break;
      case K.MethodDeclaration:
      case K.GetAccessor:
      case K.SetAccessor:
        lowerName(cx, (property as ts.MethodDeclaration).name);
        lowerMethodValue(cx, property);
        break;
    }
  });
}

/** A spread moves the affine parts that no later key overwrites (M1); of a resource it makes a copy (X5). */
function lowerSpread(
  cx: Lowering,
  spread: ts.SpreadAssignment,
  later: readonly ts.ObjectLiteralElementLike[],
  flow: Flow,
): void {
  const { expression } = spread;
  const { ownership, parts } = valueOf(cx, expression);
  if (isCopiedByParts(ownership)) {
    lowerExpression(cx, expression, borrowing);
    const subject = cx.syntax.textOf(expression);
    report(cx, { rule: "copy", at: spanOf(cx, spread), subject, detail: null, labels: [] });
    return;
  }
  if (takesLent(cx, expression, flow)) takeLent(cx, expression);
  if (ownership.kind !== "owned") {
    reportForgery(cx, expression, cx.facts.sinks.get(expression));
    lowerExpression(cx, expression, borrowing);
    return;
  }
  if (flow.kind === "escape" || (flow.kind === "borrow" && flow.inspected === true)) {
    lowerExpression(cx, expression, flow);
    return;
  }
  if (!mayBePlace(cx, expression)) {
    lowerExpression(cx, expression, moving({ kind: "spread" }));
    return;
  }
  const reference = lowerAccess(cx, expression);
  if (reference.kind !== "place" || !reference.tracked) return;
  const overwritten = new Set(later.map((property) => staticKey(cx.syntax, property.name)));
  for (const part of parts) {
    const text = `${reference.place.text}.${part}`;
    const place = cx.build.places.part(
      reference.place,
      part,
      text,
      reference.place.slot,
      reference.place.unstable,
    );
    if (!overwritten.has(part))
      moveOut(cx, place, expression, {
        kind: "move",
        reason: { kind: "spread" },
        verb: "moved",
        collect: null,
      });
  }
}

/** A member's name: only a computed one is evaluated. */
export function lowerName(cx: Lowering, name: ts.PropertyName | undefined): void {
  if (name?.kind === cx.syntax.SyntaxKind.ComputedPropertyName) {
    lowerExpression(cx, name.expression, borrowing);
  }
}
