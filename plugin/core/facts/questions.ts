import type ts from "typescript";
import type { SignatureProblem, Span } from "../findings.js";
import type { OpaqueWhy, Ownership } from "./ownership.js";

/**
 * The bulk questions of the core. One round trip answers one question for all of its nodes, so that a host may be an
 * in-process checker or a compiler at the other end of a pipe. Answers stand in the order of the nodes.
 */
export type Question =
  | { readonly ask: "statements"; readonly nodes: readonly ts.Statement[] }
  | { readonly ask: "values"; readonly nodes: readonly ts.Node[] }
  | { readonly ask: "bindings"; readonly nodes: readonly ts.Node[] }
  | { readonly ask: "calls"; readonly nodes: readonly ts.Node[] }
  | { readonly ask: "signatures"; readonly nodes: readonly ts.Node[] }
  | { readonly ask: "sinks"; readonly nodes: readonly ts.Expression[] };

export interface Answers {
  /** Whether anything in the statement may have an affine type; where it may not, nothing is asked. */
  readonly statements: readonly boolean[];
  readonly values: readonly ValueFact[];
  readonly bindings: readonly (BindingFact | null)[];
  readonly calls: readonly CallFact[];
  readonly sinks: readonly SinkFact[];
  readonly signatures: readonly (SignatureFact | null)[];
}

/** A function that does with a parameter what its other type, `target`, does not say (B6). */
export interface SignatureFact {
  /** The member of an object literal that the function is, else null. */
  readonly member: string | null;
  /** By name; null for the result. */
  readonly parameter: string | null;
  readonly problem: SignatureProblem;
  readonly target: string;
}

/** The declared type of an expression or a binding name; narrowing does not change who owns (T3). */
export interface ValueFact {
  readonly ownership: Ownership;
  /** Names of the owned parts of an aggregate; tuple slots as decimal numbers. */
  readonly parts: readonly string[];
  /** What must be resolved in it (T2), by the keys that lead there. */
  readonly linearPaths: readonly (readonly string[])[];
  /** For a union told apart by a property: with which of its values there are which linear parts. */
  readonly presences: readonly Presence[];
  /** What the guard says that it is the operand of; null: it is none. */
  readonly guard: GuardFact | null;
  /** The literal bound of a `Budget<Unit, Max>`. */
  readonly bound: number | null;
  /** The one number that the type allows. */
  readonly amount: number | null;
  readonly member: "field" | "accessor" | "consuming-method" | "method" | "none";
  /** Of a computed access: the members that the type of the key allows. Null: it may be any. */
  readonly keys: readonly string[] | null;
  /** A class, namespace or module object: what hangs on it is static. */
  readonly classObject: boolean;
  /** A tuple, whose constant slots are places (P1); arrays are not. */
  readonly tuple: boolean;
  /** An instance of a class that is not affine itself but has owned fields (T8). */
  readonly instance: boolean;
  /** An array or tuple: iterating it runs no code of anybody else's. */
  readonly array: boolean;
  /** `null` or `undefined` is one of the things it may be. */
  readonly nullable: boolean;
  /** `null`, `undefined` or `never` alone: a cast from it forges nothing. */
  readonly empty: boolean;
  /** An owner may come of it that nobody issued: `any` is in it, or it is a guard that narrows to an affine type (X6). */
  readonly mayForge: boolean;
}

/** What a guard, `instanceof` or a type predicate, says of what it tests: on which of its outcomes nothing owned is left. */
export interface GuardFact {
  readonly whenPassed: boolean;
  readonly whenFailed: boolean;
}

/** What the values of a property, as written, say of a part: it is there only with one of `present`. */
export interface Presence {
  readonly discriminant: string;
  readonly part: string;
  readonly present: readonly string[];
  /** The other values that the property may have. */
  readonly absent: readonly string[];
}

export interface BindingFact {
  /** Equal for equal symbols, within one file's analysis. */
  readonly id: number;
  readonly name: string;
  readonly ownership: Ownership;
  /** The declaration in the same file, if there is one. */
  readonly declaration: ts.Node | null;
  readonly imported: boolean;
}

/** How a value that flows into a place of some declared type is treated (T5). */
export type SinkFact =
  | {
      readonly kind: "own";
      /** The affine type that the value is taken for, though only `any` or a guard says that it is one (X6). */
      readonly forged?: string;
    }
  | {
      readonly kind: "borrow";
      /** A parameter `Map<K, V> & Loan`: elements may leave the container meanwhile. */
      readonly takesElements?: true;
    }
  | {
      readonly kind: "escape";
      readonly into: string;
      readonly why: OpaqueWhy | "consuming-view" | "class";
    };

export interface ArgumentFact {
  readonly sink: SinkFact;
  readonly parameter: string;
  readonly declaredAt: Span | null;
  /** For a function: which of its own declared parameters own. */
  readonly callbackOwns: readonly boolean[];
  /** For a function: what comes of a call of it. */
  readonly callbackReturns: CallFact["returns"];
  readonly value: Ownership["kind"];
}

export type BudgetOperation = "issue" | "spend" | "split" | "merge" | "reserve" | "stream";

export interface CallFact {
  /** The callee as reports name it: `run`, `spend`. */
  readonly name: string;
  /** One for each argument, or template substitution. */
  readonly arguments: readonly ArgumentFact[];
  /** The callee is no computed member, or its key has one value only: the callee is known (X7). */
  readonly namesOneMember: boolean;
  /** The callee declares `this` of an affine type (T6). */
  readonly consumesReceiver: boolean;
  /**
   * The callee may look at its receiver: a method, or whatever declares `this`. A property of a function type that does not
   * is only read there (B1).
   */
  readonly looksAtReceiver: boolean;
  /** The receiver's class promises that a failing method loses nothing (T10). */
  readonly atomic: boolean;
  /** The declared result is `never` (M4). */
  readonly returnsNever: boolean;
  /** Once called it may yield `null` or `undefined`, as far as its declaration says: then `?.` and `??` go on (F1). */
  readonly mayReturnNothing: boolean;
  /** A promise and an iterator go on by themselves: what is lent to the call stays lent to them (B3). */
  readonly returns: "promise" | "iterator" | "value";
  /** An operation of the runtime's own `Budget` or mint whose arithmetic is known (X1). */
  readonly budgetOperation: BudgetOperation | null;
  /** The amounts it is given, where their types are literals. */
  readonly amounts: readonly (number | null)[];
  /** A type predicate or assertion: its arguments are inspected (M3). */
  readonly predicate: boolean;
  /** T9: a type parameter that the call makes affine, though nobody has checked what the callee does with it; as written. */
  readonly instantiates: string | null;
  /** Calls to anything that might reach back into the program: all but the library's functions over plain values. */
  readonly reenters: boolean;
  /** A member of the ECMAScript or host library: `Array.push`, `structuredClone`, `Object.assign`. */
  readonly library: string | null;
}
