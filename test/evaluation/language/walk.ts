import type { Expr, Pattern, Program, Stmt, Variable } from "./syntax.js";

/** A list of statements inside a program, by identity: what mutation and shrinking cut and paste. */
export function* statementLists(program: Program): Generator<Stmt[]> {
  const pending: Stmt[][] = [program.body];
  for (let list = pending.pop(); list !== undefined; list = pending.pop()) {
    yield list;
    for (const statement of list) pending.push(...listsOf(statement));
  }
}

export function listsOf(statement: Stmt): Stmt[][] {
  switch (statement.kind) {
    case "block":
    case "while":
    case "do":
    case "for":
    case "for-each":
    case "iterate":
    case "function":
    case "callback":
      return [statement.body];
    case "if":
      return statement.no === null ? [statement.yes] : [statement.yes, statement.no];
    case "switch":
      return statement.clauses.map((clause) => clause.body);
    case "try":
      return [statement.body, statement.handler, statement.finalizer].filter((list) => list !== null);
    case "declare":
    case "declare-pattern":
    case "declare-borrow":
    case "declare-task":
    case "declare-flag":
    case "expression":
    case "assign-pattern":
    case "rebind":
    case "break":
    case "continue":
    case "return":
    case "throw":
      return [];
  }
}

interface Node {
  readonly kind: string;
}

/** Every node of a tree, with a way to put another expression in its place. */
export interface Slot {
  readonly expr: Expr;
  /** Any expression of the same shape may stand here; else only a place may. */
  readonly isValue: boolean;
  replace(by: Expr): void;
}

/**
 * All expressions below a node, itself excluded, whatever the kinds of nodes between: trees are plain data, so the walk
 * needs to know no more than that expressions and places have a `kind` of theirs.
 */
export function slotsOf(node: object): readonly Slot[] {
  const slots: Slot[] = [];
  const pending: object[] = [node];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const owner = at as Record<string, unknown>;
    for (const key of Object.keys(owner)) {
      const child = owner[key];
      if (typeof child !== "object" || child === null || withoutExpressions.has(key)) continue;
      pending.push(child);
      if (Array.isArray(child) || !isExpr(child)) continue;
      slots.push({
        expr: child,
        isValue: key !== "target" && key !== "source" && owner["kind"] !== "present",
        replace: (by) => {
          owner[key] = by;
        },
      });
    }
  }
  return slots;
}

/** Parts of nodes that need no visit: half of the objects in a tree. */
const withoutExpressions: ReadonlySet<string> = new Set(["variable", "name", "path", "callee"]);

/** A copy that shares nothing with the tree, nor with itself. Several times as fast as `structuredClone`. */
export function cloneTree<T>(tree: T): T {
  if (typeof tree !== "object" || tree === null) return tree;
  if (Array.isArray(tree)) return tree.map(cloneTree) as T;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(tree)) copy[key] = cloneTree((tree as Record<string, unknown>)[key]);
  return copy as T;
}

const otherKinds: Readonly<Record<Stmt["kind"] | Pattern["kind"], true>> = {
  declare: true,
  "declare-pattern": true,
  "declare-borrow": true,
  "declare-task": true,
  "declare-flag": true,
  expression: true,
  "assign-pattern": true,
  rebind: true,
  block: true,
  if: true,
  while: true,
  do: true,
  for: true,
  "for-each": true,
  iterate: true,
  switch: true,
  try: true,
  break: true,
  continue: true,
  return: true,
  throw: true,
  function: true,
  callback: true,
  bind: true,
  into: true,
  "read-n": true,
  object: true,
  array: true,
};

function isExpr(node: object): node is Expr {
  return "kind" in node && !((node as Node).kind in otherKinds);
}

/** The ids of all that a statement declares, at any depth. */
export function* boundIn(statement: Stmt): Generator<number> {
  const pending: object[] = [statement];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const id = boundBy(at);
    if (id !== null) yield id;
    if ("parameters" in at) for (const parameter of at.parameters as Variable[]) yield parameter.id;
    for (const child of Object.values(at) as unknown[])
      if (typeof child === "object" && child !== null) pending.push(child);
  }
}

/** A variable or name stands in a tree where it is declared, and in an expression where it is used. */
function boundBy(node: object): number | null {
  if (isExpr(node)) return null;
  if ("variable" in node) return idOf(node.variable);
  return "kind" in node && "name" in node && node.kind !== "rebind" ? idOf(node.name) : null;
}

function idOf(declared: unknown): number | null {
  return typeof declared === "object" && declared !== null && "id" in declared ? Number(declared.id) : null;
}
