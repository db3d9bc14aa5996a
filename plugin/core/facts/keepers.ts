import type ts from "typescript";
import { isAsync, isFunctionLike, isModuleLevel } from "../syntax/bodies.js";
import type { Syntax } from "../syntax/Syntax.js";
import type { Facts } from "./Facts.js";
import { homeOf } from "./resolveScopes.js";
import type { CallFact } from "./questions.js";
import type { FileScan } from "./scanFile.js";

/**
 * The variables, by binding, that may keep promises of this file's own calls: only these need to be followed to know
 * which promises an `await` is about (B3, C5). More than needed does no harm. Null: the file makes no promises.
 */
export function findKeepers(syntax: Syntax, scan: FileScan, facts: Facts): ReadonlySet<number> | null {
  const K = syntax.SyntaxKind;
  const keepers = new Set<number>();
  const pending: ts.Node[] = [
    ...scan.calls.filter((call) => makesPromises(facts.call(call))),
    ...scan.bodies.filter((body) => isFunctionLike(syntax, body) && isAsync(syntax, body)),
  ];
  if (pending.length === 0) return null;
  const mentions = new Map<number, ts.Identifier[]>();
  for (const reference of scan.references) {
    const id = facts.binding(reference)?.id;
    if (id === undefined) continue;
    const known = mentions.get(id);
    if (known === undefined) mentions.set(id, [reference]);
    else known.push(reference);
  }
  const keep = (name: ts.Node): undefined => {
    const id = name.kind === K.Identifier ? facts.binding(name)?.id : undefined;
    if (id === undefined) {
      syntax.forEachChild(name, keep);
      return;
    }
    if (keepers.has(id)) return;
    keepers.add(id);
    pending.push(...(mentions.get(id) ?? []));
  };
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (
      let at = node.parent as ts.Node | undefined;
      at !== undefined && at.kind !== K.AwaitExpression && at.kind !== K.FunctionDeclaration;
      at = at.parent as ts.Node | undefined
    ) {
      if (at.kind === K.VariableDeclaration) keep((at as ts.VariableDeclaration).name);
      else if (
        at.kind === K.BinaryExpression &&
        (at as ts.BinaryExpression).operatorToken.kind === K.EqualsToken
      )
        keep((at as ts.BinaryExpression).left);
      else if (at.kind === K.ForOfStatement) keep((at as ts.ForOfStatement).initializer);
      else if (at.kind === K.CallExpression) {
        const callee = (at as ts.CallExpression).expression;
        if (callee.kind === K.PropertyAccessExpression)
          keep((callee as ts.PropertyAccessExpression).expression);
      }
    }
  }
  for (const id of keepers) {
    if ((mentions.get(id) ?? []).some((mention) => isChangedElsewhere(syntax, scan, facts, mention)))
      keepers.delete(id);
  }
  return keepers;
}

/** Library methods by which an element may leave its container. */
export const removers: ReadonlySet<string> = new Set([
  "pop",
  "shift",
  "splice",
  "delete",
  "clear",
  "fill",
  "copyWithin",
]);

/** Itself, or by a callback that the library calls. */
function makesPromises(call: CallFact | null): boolean {
  if (call === null) return false;
  return (
    call.returns === "promise" ||
    (call.library !== null && call.arguments.some(({ callbackReturns }) => callbackReturns === "promise"))
  );
}

/** The variable lives in another body than this one, which may set it, or take something out of what it holds. */
function isChangedElsewhere(syntax: Syntax, scan: FileScan, facts: Facts, mention: ts.Identifier): boolean {
  const declaration = facts.binding(mention)?.declaration ?? null;
  if (declaration === null) return true;
  const list = declaration.parent;
  const isConstant =
    list.kind === syntax.SyntaxKind.VariableDeclarationList &&
    syntax.isConstant(list as ts.VariableDeclarationList);
  const owner = scan.ownerOf(mention);
  const home = homeOf(syntax, declaration, scan.ownerOf);
  const isElsewhere = owner !== home || isModuleLevel(syntax, home);
  return isElsewhere && (!isConstant || mayTakeElements(syntax, facts, mention));
}

/** `ps.pop()`, `ps.length = 0`, `ps[0] = p`, `drain(ps)`. */
function mayTakeElements({ SyntaxKind: K }: Syntax, facts: Facts, mention: ts.Identifier): boolean {
  const { parent } = mention;
  switch (parent.kind) {
    case K.ElementAccessExpression:
      return true;
    case K.PropertyAccessExpression: {
      const { text } = (parent as ts.PropertyAccessExpression).name;
      return text === "length" || removers.has(text);
    }
    case K.CallExpression:
    case K.NewExpression:
      return facts.call(parent)?.library === null;
    default:
      return false;
  }
}
