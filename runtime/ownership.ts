/**
 * The type-level language of ownership (T1 to T4). The checker knows these types by the names of their symbols, so a
 * class of the user's own joins in by declaring the same properties.
 */

/** Key of the marker of affine types (T1). */
export const affine: unique symbol = /* @__PURE__ */ Symbol("affine");
/** Key of the marker of linear types (T2). */
export const linear: unique symbol = /* @__PURE__ */ Symbol("linear");
/** Key of the phantom property of a borrow (T3). No value has it. */
export const borrowed: unique symbol = /* @__PURE__ */ Symbol("borrowed");
/** Key of the phantom property of a callback that is called at most once (T4). No value has it. */
export const once: unique symbol = /* @__PURE__ */ Symbol("once");

/**
 * A value with one owner, used at most once (T1). `Affine<"atomic">` is failure-atomic: when one of its consuming
 * methods throws, receiver and arguments are still owned (T10). `T extends Affine` takes either flavour.
 */
export interface Affine<Mode extends "affine" | "atomic" = "affine" | "atomic"> {
  readonly [affine]: Mode;
}

/** An {@link Affine} value that must also be resolved, that is moved, on every normal path (T2). */
export interface Linear<Mode extends "affine" | "atomic" = "affine" | "atomic"> extends Affine<Mode> {
  readonly [linear]: true;
}

/** A callback that is called at most once: an affine function type. Every function is assignable to it (T4). */
export type Once<F extends (...args: never) => unknown> = {
  (...args: Parameters<F>): ReturnType<F>;
  readonly [once]?: true;
};

/**
 * A look without ownership (T3). An affine class without its consuming members; an object, tuple, array, `Map` or
 * `Set` read-only with every part borrowed; anything else unchanged. Every concrete `T` is assignable to
 * `Borrowed<T>`, never the reverse. Generic code, where `T` is not concrete, uses {@link borrow}.
 */
export type Borrowed<T> =
  IsAny<T> extends true
    ? T
    : T extends Primitive
      ? T
      : T extends (...args: never) => unknown
        ? typeof once extends keyof T
          ? Loan & object
          : T
        : T extends Affine
          ? BorrowedResource<T>
          : T extends ReadonlyMap<infer K, infer V>
            ? ReadonlyMap<Borrowed<K>, Borrowed<V>>
            : T extends ReadonlySet<infer E>
              ? ReadonlySet<Borrowed<E>>
              : T extends readonly unknown[]
                ? { readonly [I in keyof T]: Borrowed<T[I]> }
                : Owns<T> extends true
                  ? T extends PromiseLike<unknown>
                    ? Loan & object
                    : BorrowedParts<T>
                  : T;

/** Lends `x`: the identity at run time. For generic code, which cannot see that `T` is assignable to `Borrowed<T>`. */
export function borrow<T>(x: T): Borrowed<T> {
  return x as Borrowed<T>;
}

type Primitive = string | number | bigint | boolean | symbol | null | undefined;

type IsAny<T> = 0 extends 1 & T ? true : false;

/**
 * What every borrow of something affine has, in types alone. `T & Loan` as a parameter borrows what a generic function
 * cannot name (T9). This interface and the two types below are exported for
 * declaration files, which must name them where a signature lends by inference.
 */
export interface Loan {
  readonly [borrowed]?: true;
}

/**
 * A borrow of an affine class. Without the markers too: a borrow is no `Affine`, so that no generic code takes it for an
 * owner.
 */
export type BorrowedResource<T> = {
  readonly [
    K in keyof T as K extends typeof affine | typeof linear
      ? never
      : IsConsuming<T[K]> extends true
        ? never
        : K
  ]: Borrowed<T[K]>;
} & Loan;

/** A borrow of an object with affine parts. */
export type BorrowedParts<T> = { readonly [K in keyof T]: Borrowed<T[K]> } & Loan;

/** A method consumes its receiver iff it declares `this: <affine type>` (T6). Undeclared, `this` infers as `unknown`. */
type IsConsuming<F> = F extends (this: infer This, ...args: never) => unknown
  ? IsAny<This> extends true
    ? false
    : [This] extends [Affine]
      ? [This] extends [never]
        ? false
        : true
      : false
  : false;

/**
 * Whether some part of `T` is affine (T7). `Level` bounds the depth of the search, or it would not end on types that
 * contain themselves; deeper parts count as not owned, so that such a `T` is its own borrow: owned, never lent unseen.
 */
type Owns<T, Level extends 0[] = []> =
  IsAny<T> extends true ? false : true extends OwnsSome<T, Level> ? true : false;

type OwnsSome<T, Level extends 0[]> = Level["length"] extends 5
  ? false
  : T extends Primitive
    ? false
    : T extends (...args: never) => unknown
      ? typeof once extends keyof T
        ? true
        : false
      : T extends Affine
        ? true
        : T extends PromiseLike<infer V>
          ? Owns<V, [...Level, 0]>
          : T extends ReadonlyMap<infer K, infer V>
            ? Owns<K, [...Level, 0]> | Owns<V, [...Level, 0]>
            : T extends ReadonlySet<infer E>
              ? Owns<E, [...Level, 0]>
              : T extends readonly (infer E)[]
                ? Owns<E, [...Level, 0]>
                : T extends object
                  ? { [K in keyof T]-?: Owns<T[K], [...Level, 0]> }[keyof T]
                  : false;
