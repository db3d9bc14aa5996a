/** Programs by hand, in tests: each function makes the node that its name says, of the plainest kind. */
import type { Container, Shape } from "./shapes.js";
import type { Expr, Name, PlaceExpr, Stmt, Variable } from "./syntax.js";

export function place(variable: Variable, ...path: string[]): PlaceExpr {
  return { kind: "place", variable, path, spelling: "plain" };
}

export function fresh(shape: Shape = "budget"): Expr {
  return { kind: "fresh", shape };
}

export function spend(receiver: Expr, amount: Expr = { kind: "number" }): Expr {
  return { kind: "method", method: "spend", receiver, amount };
}

/** The expression as a statement. */
export function run(value: Expr): Stmt {
  return { kind: "expression", value };
}

export function take(value: Expr, shape: Shape = "budget"): Stmt {
  return run({ kind: "take", shape, value });
}

export function peek(value: Expr): Stmt {
  return run({ kind: "peek", shape: "budget", value });
}

export function fill(target: PlaceExpr, shape: Shape = "budget"): Stmt {
  return run({ kind: "assign", target, value: fresh(shape) });
}

export function fork(yes: Stmt[], no: Stmt[] | null = null): Stmt {
  return { kind: "if", test: { kind: "cond" }, yes, no };
}

const loopId = 9;

export function loop(...body: Stmt[]): Stmt {
  return { kind: "while", id: loopId, test: { kind: "cond" }, body };
}

/** `break`, out of `loop`. */
export const leave: Stmt = { kind: "break", target: loopId, labelled: false };

export const stop: Stmt = { kind: "return", value: null };

export const mayThrow: Stmt = run({ kind: "may-throw" });

export function attempt(body: Stmt[], handler: Stmt[] | null, finalizer: Stmt[] | null = null): Stmt {
  return { kind: "try", body, handler, finalizer };
}

export function iterate(
  variable: Variable,
  source: Variable & { readonly shape: Container },
  ...body: Stmt[]
): Stmt {
  return { kind: "iterate", id: loopId, variable, source: place(source), body };
}

export function borrow(name: Name, source: Expr): Stmt {
  return { kind: "declare-borrow", name, source };
}

export function task(name: Name, source: Expr): Stmt {
  return { kind: "declare-task", name, source };
}
