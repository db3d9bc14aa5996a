import type { Clause, Expr, Pattern, Program, Stmt } from "./syntax.js";

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
      return [statement.body];
    case "if":
      return statement.no === null ? [statement.yes] : [statement.yes, statement.no];
    case "switch":
      return statement.clauses.map((clause: Clause) => clause.body);
    case "try":
      return [statement.body, statement.handler, statement.finalizer].filter((list) => list !== null);
    default:
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
export function* slotsOf(node: object): Generator<Slot> {
  const pending: object[] = [node];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const [key, child] of Object.entries(at) as [string, unknown][]) {
      if (typeof child !== "object" || child === null) continue;
      pending.push(child);
      if (!Array.isArray(child) && isExpr(child)) {
        const owner = at as Record<string, unknown>;
        yield {
          expr: child,
          isValue: key !== "target" && key !== "source" && (at as Node).kind !== "present",
          replace: (by) => {
            owner[key] = by;
          },
        };
      }
    }
  }
}

const otherKinds: ReadonlySet<string> = new Set<Stmt["kind"] | Pattern["kind"]>([
  ...(["declare", "declare-pattern", "assign-pattern", "expression", "block", "if", "while", "do"] as const),
  ...(["for", "for-each", "switch", "try", "break", "continue", "return", "throw"] as const),
  ...(["bind", "into", "read-n", "object", "array"] as const),
]);

function isExpr(node: object): node is Expr {
  return "kind" in node && !otherKinds.has((node as Node).kind);
}
