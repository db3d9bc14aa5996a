import type { Pattern, Program, Stmt, Variable } from "./syntax.js";
import { slotsOf } from "./walk.js";

/**
 * Whether a mutated program is still a program: every name means the variable that it says it means, is declared before
 * it is used, and every jump has its target around it.
 */
export function isWellFormed(program: Program): boolean {
  const scope: Scope = { outer: null, names: new Map(), ready: new Set() };
  for (const parameter of program.parameters) declare(scope, parameter);
  return listIsWellFormed(program.body, scope, []);
}

interface Scope {
  readonly outer: Scope | null;
  /** Of the whole block: a name is hidden from its start, though it may be used only after its declaration. */
  readonly names: Map<string, number>;
  readonly ready: Set<number>;
}

interface Target {
  readonly id: number;
  readonly kind: "loop" | "switch" | "block";
}

function declare(scope: Scope, variable: Variable): void {
  scope.names.set(variable.name, variable.id);
  scope.ready.add(variable.id);
}

function resolves(scope: Scope, variable: Variable): boolean {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const id = at.names.get(variable.name);
    if (id !== undefined) return id === variable.id && at.ready.has(id);
  }
  return false;
}

function listIsWellFormed(statements: readonly Stmt[], outer: Scope, targets: readonly Target[]): boolean {
  const scope: Scope = { outer, names: new Map(), ready: new Set() };
  for (const statement of statements) {
    for (const { name, id } of declaredBy(statement)) {
      if (scope.names.has(name)) return false;
      scope.names.set(name, id);
    }
  }
  return statements.every((statement) => {
    const fine = statementIsWellFormed(statement, scope, targets);
    for (const variable of declaredBy(statement)) declare(scope, variable);
    return fine;
  });
}

function declaredBy(statement: Stmt): readonly Variable[] {
  if (statement.kind === "declare") return [statement.variable];
  return statement.kind === "declare-pattern" ? boundBy(statement.pattern) : [];
}

function boundBy(pattern: Pattern): readonly Variable[] {
  switch (pattern.kind) {
    case "bind":
      return [pattern.variable];
    case "into":
    case "read-n":
      return [];
    case "object":
      return pattern.entries.flatMap((entry) => boundBy(entry.pattern));
    case "array":
      return pattern.elements.flatMap((part) => (part === null ? [] : boundBy(part)));
  }
}

function statementIsWellFormed(statement: Stmt, scope: Scope, targets: readonly Target[]): boolean {
  const uses = (node: object | null, within = scope): boolean => {
    if (node === null) return true;
    for (const { expr } of slotsOf({ node }))
      if (expr.kind === "place" && !resolves(within, expr.variable)) return false;
    return true;
  };
  const list = (body: readonly Stmt[] | null, target: Target | null = null, within = scope): boolean =>
    body === null || listIsWellFormed(body, within, target === null ? targets : [...targets, target]);
  switch (statement.kind) {
    case "declare":
    case "expression":
      return uses(statement.value);
    case "declare-pattern":
    case "assign-pattern":
      return uses(statement.pattern) && uses(statement.value);
    case "block":
      return list(statement.body, { id: statement.id, kind: "block" });
    case "if":
      return uses(statement.test) && list(statement.yes) && list(statement.no);
    case "while":
    case "do":
      return uses(statement.test) && list(statement.body, { id: statement.id, kind: "loop" });
    case "for": {
      const { start, test, update, body, id } = statement;
      if (start !== null && !uses(start.value)) return false;
      const inner: Scope = { outer: scope, names: new Map(), ready: new Set() };
      if (start !== null) declare(inner, start.variable);
      return uses(test, inner) && uses(update, inner) && list(body, { id, kind: "loop" }, inner);
    }
    case "for-each":
      return list(statement.body, { id: statement.id, kind: "loop" });
    case "switch":
      return (
        uses(statement.value) &&
        statement.clauses.filter(({ test }) => test === null).length <= 1 &&
        statement.clauses.every(
          ({ test, body }) => uses(test) && list(body, { id: statement.id, kind: "switch" }),
        )
      );
    case "try":
      return (
        (statement.handler !== null || statement.finalizer !== null) &&
        list(statement.body) &&
        list(statement.handler) &&
        list(statement.finalizer)
      );
    case "break":
    case "continue": {
      const { kind, target, labelled } = statement;
      const fits = targets.filter((it) =>
        kind === "continue" ? it.kind === "loop" : labelled || it.kind !== "block",
      );
      return labelled ? fits.some(({ id }) => id === target) : fits.at(-1)?.id === target;
    }
    case "return":
      return uses(statement.value);
    case "throw":
      return true;
  }
}
