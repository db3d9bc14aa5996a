import type ts from "typescript";
import { staticKey } from "../syntax/staticKey.js";
import type { Syntax } from "../syntax/Syntax.js";
import { isTransparent } from "../syntax/transparent.js";
import type { Facts } from "./Facts.js";
import type { FileScan } from "./scanFile.js";

/** What of a plain type looks at something owned (T5). */
export interface Views {
  /** Variables that do, or parts of which do. */
  readonly names: ReadonlySet<number>;
  /** Whether an expression of a plain type yields something that does, or has parts that do. */
  readonly looks: (value: ts.Expression) => boolean;
}

/** The paths of the parts that look at something owned; of what does so itself, the empty one. */
type Looks = ReadonlySet<string>;

type Path = readonly string[];

/** A variable, or a part of it, is given a value, or a part of that. */
interface Given {
  readonly binding: number;
  readonly into: Path;
  readonly value: ts.Expression;
  readonly taken: Path;
}

/** A key that is only known when it is evaluated. */
const anyKey = "*";

/** What lies deeper is taken for what it is a part of, so that `o.next = o` comes to an end. */
const maxDepth = 4;

/** The views of a file, to a fixpoint: a view of a view is one. */
export function findViews(syntax: Syntax, scan: FileScan, facts: Facts): Views {
  const K = syntax.SyntaxKind;
  const given: Given[] = [];
  const give = (target: ts.Node, into: Path, value: ts.Expression, taken: Path): void => {
    const binding = facts.binding(target);
    if (binding?.ownership.kind === "plain") given.push({ binding: binding.id, into, value, taken });
  };

  for (const name of scan.names) {
    for (let at: ts.Node = name, path: Path = []; ; at = at.parent.parent) {
      const { parent } = at;
      const isBound = parent.kind === K.BindingElement || parent.kind === K.VariableDeclaration;
      if (!isBound || (parent as ts.VariableDeclaration).name !== at) break;
      const { initializer } = parent as ts.VariableDeclaration;
      if (initializer !== undefined) give(name, [], initializer, path);
      if (parent.kind === K.VariableDeclaration) break;
      path = [...keyOfElement(syntax, parent as ts.BindingElement), ...path];
    }
  }
  const giveTo = (target: ts.Node, value: ts.Expression, taken: Path): void => {
    switch (target.kind) {
      case K.ParenthesizedExpression:
        giveTo((target as ts.ParenthesizedExpression).expression, value, taken);
        break;
      case K.BinaryExpression: {
        const { left, right } = target as ts.BinaryExpression;
        giveTo(left, right, []);
        giveTo(left, value, taken);
        break;
      }
      case K.ObjectLiteralExpression:
        for (const property of (target as ts.ObjectLiteralExpression).properties) {
          const key = staticKey(syntax, property.name) ?? anyKey;
          if (property.kind === K.PropertyAssignment) giveTo(property.initializer, value, [...taken, key]);
          else if (property.kind === K.ShorthandPropertyAssignment)
            give(property.name, [], value, [...taken, key]);
        }
        break;
      case K.ArrayLiteralExpression:
        (target as ts.ArrayLiteralExpression).elements.forEach((element, index) => {
          giveTo(element, value, [...taken, String(index)]);
        });
        break;
      default: {
        const { root, path } = pathOf(syntax, target);
        give(root, path, value, taken);
      }
    }
  };
  for (const value of scan.flows) {
    const { parent } = value;
    if (parent.kind !== K.BinaryExpression) continue;
    const { left, operatorToken, right } = parent as ts.BinaryExpression;
    const isAssignment = operatorToken.kind >= K.FirstAssignment && operatorToken.kind <= K.LastAssignment;
    if (isAssignment && right === value) giveTo(left, value, []);
  }

  const looks = new Map<number, Set<string>>();
  const looksOf = (value: ts.Expression): Looks => {
    const { ownership, parts } = facts.value(value);
    const isLent = ownership.kind === "owned" && facts.sink(value).kind === "borrow";
    if (isLent && !isLiteral(syntax, value)) {
      if (ownership.form === "aggregate") return new Set(parts);
      return ownership.form === "container" ? elements : itself;
    }
    if (isTransparent(syntax, value)) return looksOf(value.expression);
    switch (value.kind) {
      case K.Identifier:
        return looks.get(facts.binding(value)?.id ?? -1) ?? nothing;
      case K.PropertyAccessExpression:
      case K.ElementAccessExpression: {
        const { root, path } = pathOf(syntax, value);
        return root.kind === K.Identifier ? partOf(looksOf(root as ts.Identifier), path) : nothing;
      }
      case K.ConditionalExpression: {
        const { whenTrue, whenFalse } = value as ts.ConditionalExpression;
        return unite([looksOf(whenTrue), looksOf(whenFalse)]);
      }
      case K.BinaryExpression: {
        const { left, operatorToken, right } = value as ts.BinaryExpression;
        switch (operatorToken.kind) {
          case K.AmpersandAmpersandToken:
          case K.CommaToken:
          case K.EqualsToken:
            return looksOf(right);
          case K.BarBarToken:
          case K.QuestionQuestionToken:
            return unite([looksOf(left), looksOf(right)]);
          default:
            return nothing;
        }
      }
      case K.ArrayLiteralExpression:
        return unite(
          (value as ts.ArrayLiteralExpression).elements.map((element, index) =>
            element.kind === K.SpreadElement ? nothing : within(String(index), looksOf(element)),
          ),
        );
      case K.ObjectLiteralExpression:
        return unite(
          (value as ts.ObjectLiteralExpression).properties.map((property) => {
            const key = staticKey(syntax, property.name) ?? anyKey;
            if (property.kind === K.PropertyAssignment) return within(key, looksOf(property.initializer));
            if (property.kind === K.ShorthandPropertyAssignment) return within(key, looksOf(property.name));
            return nothing;
          }),
        );
      default:
        return nothing;
    }
  };
  for (let grows = true; grows;) {
    grows = false;
    for (const { binding, into, value, taken } of given) {
      const known = looks.get(binding) ?? new Set();
      const before = known.size;
      for (const path of partOf(looksOf(value), taken))
        known.add([...into, ...split(path)].slice(0, maxDepth).join("."));
      if (known.size === before) continue;
      looks.set(binding, known);
      grows = true;
    }
  }
  return { names: new Set(looks.keys()), looks: (value) => looksOf(value).size > 0 };
}

const nothing: Looks = new Set();
const itself: Looks = new Set([""]);
const elements: Looks = new Set([anyKey]);

function isLiteral({ SyntaxKind: K }: Syntax, { kind }: ts.Node): boolean {
  return kind === K.ArrayLiteralExpression || kind === K.ObjectLiteralExpression;
}

function split(path: string): Path {
  return path === "" ? [] : path.split(".");
}

function unite(each: readonly Looks[]): Looks {
  return new Set(each.flatMap((looks) => [...looks]));
}

function within(key: string, looks: Looks): Looks {
  return new Set([...looks].map((path) => [key, ...split(path)].slice(0, maxDepth).join(".")));
}

function partOf(looks: Looks, taken: Path): Looks {
  if (taken.length === 0 || looks.size === 0) return looks;
  const parts = [...looks]
    .map(split)
    .filter(
      (path) =>
        path.length >= taken.length &&
        taken.every((key, depth) => key === path[depth] || key === anyKey || path[depth] === anyKey),
    );
  return new Set(parts.map((path) => path.slice(taken.length).join(".")));
}

/** Nothing for a rest, which has parts of the whole. */
function keyOfElement(syntax: Syntax, element: ts.BindingElement): Path {
  if (element.dotDotDotToken !== undefined) return [];
  const { parent, propertyName, name } = element;
  if (parent.kind === syntax.SyntaxKind.ObjectBindingPattern)
    return [staticKey(syntax, propertyName ?? name) ?? anyKey];
  return [String(parent.elements.indexOf(element))];
}

/** What a path of members begins with, and their keys. */
function pathOf(syntax: Syntax, node: ts.Node): { readonly root: ts.Node; readonly path: Path } {
  const K = syntax.SyntaxKind;
  const path: string[] = [];
  let at = node;
  for (;;) {
    if (isTransparent(syntax, at)) at = at.expression;
    else if (at.kind === K.PropertyAccessExpression) {
      const { name, expression } = at as ts.PropertyAccessExpression;
      path.push(name.text);
      at = expression;
    } else if (at.kind === K.ElementAccessExpression) {
      const { argumentExpression, expression } = at as ts.ElementAccessExpression;
      path.push(isConstant(syntax, argumentExpression) ? argumentExpression.text : anyKey);
      at = expression;
    } else return { root: at, path: path.reverse() };
  }
}

function isConstant({ SyntaxKind: K }: Syntax, key: ts.Expression): key is ts.StringLiteral {
  return key.kind === K.StringLiteral || key.kind === K.NumericLiteral;
}
