import type { Expr, FunctionStmt, Name, Pattern, Program, Stmt, Variable } from "./syntax.js";
import { listsOf, slotsOf } from "./walk.js";

/**
 * Whether a mutated program is still a program: every name means the variable that it says it means, is declared before
 * it is used, and every jump has its target around it, in the same function.
 */
export function isWellFormed(program: Program): boolean {
  const scope = new Scope(null);
  for (const parameter of program.parameters) scope.declare(parameter);
  return listIsWellFormed(program.body, {
    scope,
    targets: [],
    isAsync: program.isAsync,
    isFunction: false,
    entered: new Set(),
  });
}

class Scope {
  readonly #outer: Scope | null;
  /** Of the whole block: a name is hidden from its start, though it may be used only after its declaration. */
  readonly #names = new Map<string, number>();
  readonly #ready = new Set<number>();
  readonly #hoisted = new Map<number, NamedFunction>();

  readonly #isFunction: boolean;

  constructor(outer: Scope | null, isFunction = false) {
    this.#outer = outer;
    this.#isFunction = isFunction;
  }

  declare({ name, id }: Name): void {
    this.#names.set(name, id);
    this.#ready.add(id);
  }

  /** False when the block has the name already. */
  reserve({ name, id }: Name): boolean {
    if (this.#names.has(name)) return false;
    this.#names.set(name, id);
    return true;
  }

  hoist(statement: NamedFunction): void {
    this.#hoisted.set(statement.name.id, statement);
  }

  resolves({ name, id }: Name): boolean {
    const known = this.#names.get(name);
    if (known !== undefined) return known === id && this.#ready.has(id);
    return this.#outer?.resolves({ name, id }) ?? false;
  }

  /** Declared, and in the same function. */
  isOwn(name: Name): boolean {
    if (this.#names.has(name.name)) return this.resolves(name);
    return !this.#isFunction && (this.#outer?.isOwn(name) ?? false);
  }

  hoisted(id: number): NamedFunction | null {
    return this.#hoisted.get(id) ?? this.#outer?.hoisted(id) ?? null;
  }
}

type NamedFunction = Extract<FunctionStmt, { kind: "function" }>;

interface Target {
  readonly id: number;
  readonly kind: "loop" | "switch" | "block";
}

interface Context {
  readonly scope: Scope;
  readonly targets: readonly Target[];
  readonly isAsync: boolean;
  readonly isFunction: boolean;
  /** Hoisted functions whose bodies are being looked at. */
  readonly entered: ReadonlySet<number>;
}

function listIsWellFormed(statements: readonly Stmt[], outer: Context): boolean {
  const context = { ...outer, scope: new Scope(outer.scope) };
  for (const statement of statements) {
    if (!declaredBy(statement).every((name) => context.scope.reserve(name))) return false;
    if (statement.kind === "function" && statement.form === "declaration") context.scope.hoist(statement);
  }
  return statements.every((statement) => {
    // A function may call itself.
    if (statement.kind === "function") context.scope.declare(statement.name);
    const fine = statementIsWellFormed(statement, context);
    for (const name of declaredBy(statement)) context.scope.declare(name);
    return fine;
  });
}

function declaredBy(statement: Stmt): readonly Name[] {
  switch (statement.kind) {
    case "declare":
      return [statement.variable];
    case "declare-pattern":
      return boundBy(statement.pattern);
    case "declare-borrow":
    case "declare-task":
    case "declare-flag":
    case "function":
      return [statement.name];
    default:
      return [];
  }
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

function usesAreFine(node: object | null, context: Context): boolean {
  if (node === null) return true;
  for (const { expr } of slotsOf({ node })) if (!useIsFine(expr, context)) return false;
  return true;
}

function useIsFine(expr: Expr, context: Context): boolean {
  switch (expr.kind) {
    case "place":
      return context.scope.resolves(expr.variable);
    case "borrowed":
    case "flag":
      return context.scope.resolves(expr.name);
    case "await-task":
      return context.isAsync && context.scope.resolves(expr.name);
    case "await":
    case "await-all":
    case "await-peek":
    case "tick":
      return context.isAsync;
    case "call":
      return (!expr.awaited || context.isAsync) && calleeIsReady(expr.callee, context);
    default:
      return true;
  }
}

/** A hoisted function may be called before its declaration if all that it uses has been declared by then. */
function calleeIsReady(callee: Name, context: Context): boolean {
  if (context.scope.resolves(callee) || context.entered.has(callee.id)) return true;
  const hoisted = context.scope.hoisted(callee.id);
  if (hoisted === null) return false;
  return functionIsWellFormed(hoisted, { ...context, entered: new Set([...context.entered, callee.id]) });
}

function functionIsWellFormed(
  { parameters, body, isAsync }: Pick<NamedFunction, "parameters" | "body" | "isAsync">,
  outer: Context,
): boolean {
  const scope = new Scope(outer.scope, true);
  for (const parameter of parameters) scope.declare(parameter);
  return listIsWellFormed(body, { ...outer, scope, targets: [], isAsync, isFunction: true });
}

function statementIsWellFormed(statement: Stmt, context: Context): boolean {
  const uses = (node: object | null): boolean => usesAreFine(node, context);
  const list = (body: readonly Stmt[] | null, target: Target | null = null): boolean =>
    body === null ||
    listIsWellFormed(body, target === null ? context : { ...context, targets: [...context.targets, target] });
  const loop = (id: number): Target => ({ id, kind: "loop" });
  switch (statement.kind) {
    case "declare":
    case "expression":
      return uses(statement.value);
    case "declare-pattern":
    case "assign-pattern":
      return uses(statement.pattern) && uses(statement.value);
    case "declare-borrow":
    case "declare-task":
      return uses(statement.source);
    case "declare-flag":
      return true;
    case "rebind":
      // B4: a borrow is not stored in another function's variable.
      return context.scope.isOwn(statement.name) && uses(statement.source);
    case "block":
      return list(statement.body, { id: statement.id, kind: "block" });
    case "if":
      return uses(statement.test) && list(statement.yes) && list(statement.no);
    case "while":
    case "do":
      return uses(statement.test) && list(statement.body, loop(statement.id));
    case "for": {
      const { start, test, update, body, id } = statement;
      if (start !== null && !uses(start.value)) return false;
      const inner = { ...context, scope: new Scope(context.scope) };
      if (start !== null) inner.scope.declare(start.variable);
      return (
        usesAreFine(test, inner) &&
        usesAreFine(update, inner) &&
        listIsWellFormed(body, { ...inner, targets: [...context.targets, loop(id)] })
      );
    }
    case "for-each":
      return list(statement.body, loop(statement.id));
    case "iterate": {
      if (!uses(statement.source)) return false;
      const inner = { ...context, scope: new Scope(context.scope) };
      inner.scope.declare(statement.variable);
      // It is a `const`.
      if (writes(statement.body, statement.variable)) return false;
      return listIsWellFormed(statement.body, {
        ...inner,
        targets: [...context.targets, loop(statement.id)],
      });
    }
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
      const fits = context.targets.filter((it) =>
        kind === "continue" ? it.kind === "loop" : labelled || it.kind !== "block",
      );
      return labelled ? fits.some(({ id }) => id === target) : fits.at(-1)?.id === target;
    }
    case "return":
      return (statement.value === null || !context.isFunction) && uses(statement.value);
    case "throw":
      return true;
    case "function":
      return functionIsWellFormed(statement, context);
    case "callback":
      return functionIsWellFormed({ parameters: [], body: statement.body, isAsync: false }, context);
  }
}

function writes(statements: readonly Stmt[], { id }: Variable): boolean {
  const hits = (node: object): boolean => {
    for (const { expr } of slotsOf(node)) {
      if ((expr.kind === "assign" || expr.kind === "logical-assign") && isWhole(expr.target, id)) return true;
    }
    return false;
  };
  return statements.some(
    (it) =>
      hits(it) ||
      ("pattern" in it && intoOf(it.pattern).some((target) => isWhole(target, id))) ||
      listsOf(it).some((list) => writes(list, { id, name: "", shape: "budget" })),
  );
}

function isWhole(
  target: { readonly variable: Variable; readonly path: readonly string[] },
  id: number,
): boolean {
  return target.variable.id === id && target.path.length === 0;
}

function intoOf(pattern: Pattern): readonly Extract<Expr, { kind: "place" }>[] {
  switch (pattern.kind) {
    case "into":
      return [pattern.target];
    case "bind":
    case "read-n":
      return [];
    case "object":
      return pattern.entries.flatMap((entry) => intoOf(entry.pattern));
    case "array":
      return pattern.elements.flatMap((part) => (part === null ? [] : intoOf(part)));
  }
}
