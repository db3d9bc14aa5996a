import type ts from "typescript";
import type { FixContext } from "../FixContext.js";
import type { TextEdit } from "../Fix.js";

/** What makes a name assignable: nothing, `const` to `let`, or null where no edit does. */
export function makeAssignable(cx: FixContext, name: ts.Node): readonly TextEdit[] | null {
  const K = cx.syntax.SyntaxKind;
  const declaration = cx.facts.binding(name)?.declaration ?? null;
  if (declaration === null) return null;
  if (declaration.kind === K.Parameter) return [];
  const list = declarationListOf(cx, declaration);
  if (list === null || cx.syntax.isUsing(list)) return null;
  if (!cx.syntax.isConstant(list)) return [];
  const { file, start } = cx.spanOf(list);
  // A list that is exported, or declared elsewhere, is no variable of this body alone.
  return cx.file.text.startsWith("const", start)
    ? [{ at: { file, start, end: start + 5 }, text: "let" }]
    : null;
}

/** The `const x = ..., y = ...` of a variable or of a name in a pattern. */
function declarationListOf(cx: FixContext, declaration: ts.Node): ts.VariableDeclarationList | null {
  const K = cx.syntax.SyntaxKind;
  for (let at = declaration; ; at = at.parent) {
    switch (at.kind) {
      case K.BindingElement:
      case K.ObjectBindingPattern:
      case K.ArrayBindingPattern:
      case K.VariableDeclaration:
        break;
      case K.VariableDeclarationList:
        return at as ts.VariableDeclarationList;
      default:
        return null;
    }
  }
}

export interface Slot {
  readonly isReadonly: boolean;
  /** What its declared type has beside the budget, to stand for "nothing"; null if it must always hold one. */
  readonly empty: "null" | "undefined" | null;
}

/** How a stable slot is declared: a field of the class around, named by `this`, or a variable. */
export function slotOf(cx: FixContext, place: ts.Node): Slot | null {
  const K = cx.syntax.SyntaxKind;
  if (place.kind === K.Identifier) {
    const declaration = cx.facts.binding(place)?.declaration ?? null;
    if (declaration === null || declaration.kind !== K.VariableDeclaration) return null;
    const list = declarationListOf(cx, declaration);
    return list === null
      ? null
      : slotFrom(cx, declaration as ts.VariableDeclaration, cx.syntax.isConstant(list));
  }
  if (place.kind !== K.PropertyAccessExpression) return null;
  const { expression, name } = place as ts.PropertyAccessExpression;
  if (expression.kind !== K.ThisKeyword) return null;
  const member = memberNamed(cx, expression, cx.textOf(name));
  return member === null ? null : slotFrom(cx, member, isReadonly(cx, member));
}

type Declared = ts.VariableDeclaration | ts.PropertyDeclaration | ts.ParameterDeclaration;

function slotFrom(cx: FixContext, declared: Declared, readOnly: boolean): Slot {
  const { type, questionToken } = declared as Declared & { readonly questionToken?: ts.Node };
  const optional = questionToken !== undefined;
  const alternatives =
    type === undefined
      ? []
      : cx
          .textOf(type)
          .split("|")
          .map((part) => part.trim());
  const empty = alternatives.includes("null")
    ? "null"
    : optional || alternatives.includes("undefined")
      ? "undefined"
      : null;
  return { isReadonly: readOnly, empty };
}

function memberNamed(
  cx: FixContext,
  self: ts.Node,
  name: string,
): ts.PropertyDeclaration | ts.ParameterDeclaration | null {
  const K = cx.syntax.SyntaxKind;
  let around = self;
  while (around.kind !== K.ClassDeclaration && around.kind !== K.ClassExpression) {
    // `this` of a function of its own is no instance of the class around it.
    if (around.kind === K.FunctionDeclaration || around.kind === K.FunctionExpression) return null;
    if (around.kind === K.SourceFile) return null;
    around = around.parent;
  }
  for (const member of (around as ts.ClassLikeDeclaration).members) {
    if (member.kind === K.PropertyDeclaration && member.name !== undefined && cx.textOf(member.name) === name)
      return member as ts.PropertyDeclaration;
    if (member.kind !== K.Constructor) continue;
    const property = (member as ts.ConstructorDeclaration).parameters.find(
      (parameter) => (parameter.modifiers?.length ?? 0) > 0 && cx.textOf(parameter.name) === name,
    );
    if (property !== undefined) return property;
  }
  return null;
}

function isReadonly(cx: FixContext, member: ts.PropertyDeclaration | ts.ParameterDeclaration): boolean {
  return (member.modifiers ?? []).some(({ kind }) => kind === cx.syntax.SyntaxKind.ReadonlyKeyword);
}
