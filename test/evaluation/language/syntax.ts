/**
 * The core language of the evaluation: what the generator makes, the oracle runs and the printer turns into TypeScript.
 * Trees are plain data, so that they can be cloned, mutated and shrunk. Conditions are opaque (M4).
 */

/** `optional` is `Budget | null | undefined`; `pair` and `nest` are object types, `tuple` is `[Budget, Budget]`. */
export type Shape = "budget" | "optional" | "pair" | "tuple" | "nest";

/** The parts that own something, in declaration order. */
export const partsOf: Readonly<Record<Shape, readonly (readonly [key: string, shape: Shape])[]>> = {
  budget: [],
  optional: [],
  pair: [
    ["a", "budget"],
    ["c", "budget"],
  ],
  tuple: [
    ["0", "budget"],
    ["1", "budget"],
  ],
  nest: [
    ["p", "pair"],
    ["b", "budget"],
  ],
};

/** `name` is what is printed: in an inner block it may hide another variable; `id` is who it is (P1). */
export interface Variable {
  readonly id: number;
  readonly name: string;
  readonly shape: Shape;
}

/** How a place is written down; all spellings denote the same place (P1). */
export type Spelling = "plain" | "parentheses" | "cast" | "satisfies" | "non-null" | "quoted-key";

export interface PlaceExpr {
  kind: "place";
  variable: Variable;
  path: string[];
  spelling: Spelling;
}

export type Expr =
  | PlaceExpr
  /** `mk()` and its kin. */
  | { kind: "fresh"; shape: Shape }
  /** `pass(value)`: owns its argument, may throw after that. */
  | { kind: "pass"; value: Expr }
  /** `receiver.spend(amount)`, `receiver.split(amount)`: consuming and failure-atomic (T10). */
  | { kind: "method"; method: "spend" | "split"; receiver: Expr; amount: Expr }
  | { kind: "close"; receiver: Expr }
  | { kind: "merge"; receiver: Expr; argument: Expr }
  /** `receiver?.spend(amount)`, on an optional. */
  | { kind: "optional-spend"; receiver: Expr; amount: Expr }
  | { kind: "optional-close"; receiver: Expr }
  | { kind: "choose"; test: Expr; yes: Expr; no: Expr }
  | { kind: "fallback"; operator: "??" | "||"; left: Expr; right: Expr }
  | { kind: "assign"; target: PlaceExpr; value: Expr }
  | { kind: "logical-assign"; operator: "??=" | "||=" | "&&="; target: PlaceExpr; value: Expr }
  | { kind: "sequence"; first: Expr; last: Expr }
  /** One part for each owned part of the shape. */
  | { kind: "literal"; shape: "pair" | "tuple" | "nest"; parts: Expr[] }
  /** `{ ...source, key: value }` */
  | { kind: "spread"; source: PlaceExpr; key: string | null; value: Expr }
  // Numbers
  | { kind: "number" }
  | { kind: "remaining"; receiver: Expr }
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
  // Truth values
  | { kind: "cond" }
  | { kind: "literal-truth"; value: boolean }
  | { kind: "positive"; value: Expr }
  | { kind: "covers"; receiver: Expr; amount: Expr }
  /** `has(value)`: a call and no bare condition, which the compiler would narrow by. */
  | { kind: "present"; value: PlaceExpr }
  | { kind: "same"; left: Expr; right: Expr }
  | { kind: "not"; value: Expr }
  | { kind: "logic"; operator: "&&" | "||"; left: Expr; right: Expr }
  // Effects
  | { kind: "take"; shape: Shape; value: Expr }
  | { kind: "fail" }
  | { kind: "may-throw" }
  | { kind: "when"; test: Expr; effect: Expr };

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

export type Stmt =
  | { kind: "declare"; variable: Variable; annotated: boolean; value: Expr }
  | { kind: "declare-pattern"; pattern: Pattern; value: Expr }
  | { kind: "assign-pattern"; pattern: Pattern; value: Expr }
  | { kind: "expression"; value: Expr }
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
  | { kind: "for-each"; id: number; over: "of" | "in"; body: Stmt[] }
  | { kind: "switch"; id: number; value: Expr; clauses: Clause[] }
  | { kind: "try"; body: Stmt[]; handler: Stmt[] | null; finalizer: Stmt[] | null }
  /** `target` is the id of a loop, switch or block around; without `labelled` it must be the innermost that fits. */
  | { kind: "break"; target: number; labelled: boolean }
  | { kind: "continue"; target: number; labelled: boolean }
  | { kind: "return"; value: Expr | null }
  | { kind: "throw" };

export interface Program {
  parameters: Variable[];
  body: Stmt[];
}
