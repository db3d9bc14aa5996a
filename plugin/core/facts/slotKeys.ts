import type ts from "typescript";
import type { Syntax } from "../syntax/Syntax.js";
import type { Facts } from "./Facts.js";

/** A computed key that has the same value whenever it is evaluated, unless what it is made of is written meanwhile. */
export interface SlotKey {
  readonly name: string;
  /** Variables and members that it reads. */
  readonly bindings: readonly number[];
  readonly members: readonly string[];
}

/** R3: `id`, `job.id`, `this.id`, `${user}/${model}`, `pots.length - 1`; null for whatever may be another slot the next time. */
export function slotKeyOf(syntax: Syntax, facts: Facts, key: ts.Expression): SlotKey | null {
  if (key.kind !== syntax.SyntaxKind.TemplateExpression) return sumOf(syntax, facts, key, maxTerms);
  const { head, templateSpans } = key as ts.TemplateExpression;
  const bindings: number[] = [];
  const members: string[] = [];
  let name = head.text;
  for (const { expression, literal } of templateSpans) {
    const part = pathOf(syntax, facts, expression);
    if (part === null) return null;
    bindings.push(...part.bindings);
    members.push(...part.members);
    name += `{${part.name}}${literal.text}`;
  }
  return { name, bindings, members };
}

/** Nobody counts further in an index. */
const maxTerms = 8;

/** What is added up, or taken away: each term is what it was before as long as nobody writes to it. */
function sumOf(syntax: Syntax, facts: Facts, key: ts.Expression, terms: number): SlotKey | null {
  const K = syntax.SyntaxKind;
  if (key.kind !== K.BinaryExpression) return pathOf(syntax, facts, key);
  const { left, operatorToken, right } = key as ts.BinaryExpression;
  const isSum = operatorToken.kind === K.PlusToken || operatorToken.kind === K.MinusToken;
  if (!isSum || terms === 0) return null;
  const before = sumOf(syntax, facts, left, terms - 1);
  const added =
    right.kind === K.NumericLiteral
      ? { name: (right as ts.NumericLiteral).text, bindings: [], members: [] }
      : pathOf(syntax, facts, right);
  if (before === null || added === null) return null;
  return {
    name: `${before.name} ${operatorToken.kind === K.PlusToken ? "+" : "-"} ${added.name}`,
    bindings: [...before.bindings, ...added.bindings],
    members: [...before.members, ...added.members],
  };
}

/** A variable or `this`, and members of it that are no accessors. */
function pathOf(syntax: Syntax, facts: Facts, path: ts.Expression): SlotKey | null {
  const K = syntax.SyntaxKind;
  const members: string[] = [];
  let at = path;
  while (at.kind === K.PropertyAccessExpression || at.kind === K.NonNullExpression) {
    if (at.kind === K.PropertyAccessExpression) {
      if (facts.value(at).member === "accessor") return null;
      members.push((at as ts.PropertyAccessExpression).name.text);
    }
    at = (at as ts.PropertyAccessExpression).expression;
  }
  const binding = facts.binding(at);
  if (binding === null && at.kind !== K.ThisKeyword) return null;
  const root = binding === null ? "this" : String(binding.id);
  return {
    name: [root, ...members.toReversed()].join("."),
    bindings: binding === null ? [] : [binding.id],
    members,
  };
}
