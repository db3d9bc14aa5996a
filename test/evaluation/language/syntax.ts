/**
 * The core language of the evaluation: what the generator makes, the oracles run and the printer turns into TypeScript.
 * Trees are plain data, so that they can be cloned, mutated and shrunk. Which constructs a program holds is told by
 * `constructsOf` (constructs.ts): an oracle for a part of the language names those that it lacks.
 */
import type { Shape } from "./shapes.js";

/**
 * A place to own something. `name` is what is printed: in an inner block it may hide another variable; `id` is who it
 * is (P1).
 */
export interface Variable {
  readonly id: number;
  readonly name: string;
  readonly shape: Shape;
}

/** A name that owns nothing: of a borrow, a task, a flag, a local function. Never hidden by another. */
export interface Name {
  readonly id: number;
  readonly name: string;
}

/** How a place is written down; all spellings denote the same place (P1). */
export type Spelling = "plain" | "parentheses" | "cast" | "satisfies" | "non-null" | "quoted-key";

export interface PlaceExpr {
  kind: "place";
  variable: Variable;
  path: string[];
  spelling: Spelling;
}

export type Expr = ValueExpr | NumberExpr | TruthExpr | EffectExpr;

/** Expressions with something to own, or to look at. */
export type ValueExpr =
  | PlaceExpr
  /** `mk()` and its kin. */
  | { kind: "fresh"; shape: Shape }
  /** `pass(value)`: owns its argument, may throw after that. */
  | { kind: "pass"; value: Expr }
  /** `receiver.spend(amount)`, `receiver.split(amount)`: consuming and failure-atomic (T10). */
  | { kind: "method"; method: "spend" | "split"; receiver: Expr; amount: Expr }
  | { kind: "merge"; receiver: Expr; argument: Expr }
  /** `receiver?.spend(amount)`, on an optional. */
  | { kind: "optional-spend"; receiver: Expr; amount: Expr }
  | { kind: "choose"; test: Expr; yes: Expr; no: Expr }
  | { kind: "fallback"; operator: "??" | "||"; left: Expr; right: Expr }
  | { kind: "assign"; target: PlaceExpr; value: Expr }
  | { kind: "logical-assign"; operator: "??=" | "||=" | "&&="; target: PlaceExpr; value: Expr }
  | { kind: "sequence"; first: Expr; last: Expr }
  /** One part for each owned part of the shape; of an array, any number of elements. */
  | { kind: "literal"; shape: "pair" | "tuple" | "nest" | "array"; parts: Expr[] }
  /** `{ ...source, key: value }` */
  | { kind: "spread"; source: PlaceExpr; key: string | null; value: Expr }
  /** The optional `array.pop()`, `takeFrom(map, "k")`: moves an element out (K1, K2). */
  | { kind: "remove"; source: PlaceExpr }
  /** `array[0]!`, `map.get("k")!`: a shared slot, which may be looked at and never moved out of (P3). */
  | { kind: "element"; source: PlaceExpr }
  /** `[...source]`, of an array: consumes it (K1). */
  | { kind: "copy-elements"; source: PlaceExpr }
  /** `passLater(value)`: a promise of a budget; owns its argument from the call on. */
  | { kind: "start"; value: Expr }
  /** `await value`, of a promise of a budget (K3). */
  | { kind: "await"; value: Expr }
  /** The tuple `await Promise.all([left, right])`, of two promises. */
  | { kind: "await-all"; left: Expr; right: Expr }
  /** A named borrow, where something is looked at. */
  | { kind: "borrowed"; name: Name };

export type NumberExpr =
  | { kind: "number" }
  | { kind: "remaining"; receiver: Expr }
  | { kind: "close"; receiver: Expr }
  | { kind: "optional-close"; receiver: Expr }
  | { kind: "field-n"; source: PlaceExpr }
  | { kind: "add"; left: Expr; right: Expr }
  /** `peek(value)`: the parameter is `Borrowed`. */
  | { kind: "peek"; shape: Shape; value: Expr }
  /** `look(value, amount)`: the loan lasts over the evaluation of `amount` (B1). */
  | { kind: "look"; value: Expr; amount: Expr }
  /** `mix(value, amount)`: owns `value`. */
  | { kind: "mix"; value: Expr; amount: Expr }
  /** `both(left, right)`: owns both. */
  | { kind: "both"; left: Expr; right: Expr }
  /** `await peekLater(value)`: the loan lasts until the promise is awaited (B3), which is at once. */
  | { kind: "await-peek"; value: Expr }
  /** `await task`: ends the task's loan (B3). */
  | { kind: "await-task"; name: Name };

/** Conditions are opaque (M4), but for flags, whose value does not change. */
export type TruthExpr =
  | { kind: "cond" }
  | { kind: "flag"; name: Name }
  | { kind: "literal-truth"; value: boolean }
  | { kind: "positive"; value: Expr }
  | { kind: "covers"; receiver: Expr; amount: Expr }
  /** `has(value)`: a call and no bare condition, which the compiler would narrow by. */
  | { kind: "present"; value: PlaceExpr }
  | { kind: "same"; left: Expr; right: Expr }
  | { kind: "not"; value: Expr }
  | { kind: "logic"; operator: "&&" | "||"; left: Expr; right: Expr };

export type EffectExpr =
  | { kind: "take"; shape: Shape; value: Expr }
  | { kind: "fail" }
  | { kind: "may-throw" }
  | { kind: "when"; test: Expr; effect: Expr }
  /** `array.push(value)`, `map.set("k", value)`: moves in (K1). */
  | { kind: "insert"; target: PlaceExpr; value: Expr }
  /** `array.length = 0`, `map.clear()`: re-initialises what lost its elements (R4). */
  | { kind: "clear"; target: PlaceExpr }
  /** `await tick()`: may throw. */
  | { kind: "tick" }
  /** A call of a local function, which may be recursive; the promise of an async one is awaited or dropped. */
  | { kind: "call"; callee: Name; arguments: Expr[]; awaited: boolean };

export type Pattern =
  | { kind: "bind"; variable: Variable; fallback: Expr | null }
  | { kind: "into"; target: PlaceExpr; fallback: Expr | null }
  /** Reads the number `n` of a pair. */
  | { kind: "read-n"; name: string }
  | { kind: "object"; entries: { key: string; pattern: Pattern }[] }
  | { kind: "array"; elements: (Pattern | null)[] };

export interface Clause {
  /** Null: `default`. */
  test: Expr | null;
  body: Stmt[];
}

export type Stmt = BindingStmt | PlainStmt | ControlStmt | FunctionStmt;

export type BindingStmt =
  | { kind: "declare"; variable: Variable; annotated: boolean; value: Expr }
  | { kind: "declare-pattern"; pattern: Pattern; value: Expr }
  /** `let r: Borrowed<Budget> = source`: a loan while the name may still be used (B1). */
  | { kind: "declare-borrow"; name: Name; source: Expr }
  /** `const t = peekLater(source)`: a loan until the task is awaited (B3). */
  | { kind: "declare-task"; name: Name; source: Expr }
  /** `const c = cond()` */
  | { kind: "declare-flag"; name: Name };

export type PlainStmt =
  | { kind: "expression"; value: Expr }
  | { kind: "assign-pattern"; pattern: Pattern; value: Expr }
  /** `r = source`, of a named borrow. */
  | { kind: "rebind"; name: Name; source: Expr };

export type ControlStmt =
  | { kind: "block"; id: number; body: Stmt[] }
  | { kind: "if"; test: Expr; yes: Stmt[]; no: Stmt[] | null }
  | { kind: "while"; id: number; test: Expr; body: Stmt[] }
  | { kind: "do"; id: number; test: Expr; body: Stmt[] }
  | {
      kind: "for";
      id: number;
      start: { variable: Variable; value: Expr } | null;
      test: Expr | null;
      update: Expr | null;
      body: Stmt[];
    }
  /** Over numbers, or their keys. */
  | { kind: "for-each"; id: number; over: "of" | "in"; body: Stmt[] }
  /** `for (const variable of source)`, over the budgets of a container. */
  | { kind: "iterate"; id: number; variable: Variable; source: PlaceExpr; body: Stmt[] }
  | { kind: "switch"; id: number; value: Expr; clauses: Clause[] }
  | { kind: "try"; body: Stmt[]; handler: Stmt[] | null; finalizer: Stmt[] | null }
  /** `target` is the id of a loop, switch or block around; without `labelled` it must be the innermost that fits. */
  | { kind: "break"; target: number; labelled: boolean }
  | { kind: "continue"; target: number; labelled: boolean }
  /** In a local function, without a value. */
  | { kind: "return"; value: Expr | null }
  | { kind: "throw" };

/** How often, and when, a callee runs the callback that it is given (C2). */
export type Runs = "many" | "once" | "later";

export type FunctionStmt =
  /** `function f(..) {..}`, which is hoisted, or `const f = (..) => {..};`. It captures what is around it, and yields nothing. */
  | {
      kind: "function";
      name: Name;
      form: "declaration" | "arrow";
      isAsync: boolean;
      parameters: Variable[];
      body: Stmt[];
    }
  /** `xs.forEach(() => {..})`, `(() => {..})()`, `tick().then(() => {..})` */
  | { kind: "callback"; runs: Runs; body: Stmt[] };

export interface Program {
  /** An `async function`, which may await outside of its local functions. */
  isAsync: boolean;
  parameters: Variable[];
  body: Stmt[];
}
