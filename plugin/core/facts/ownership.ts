/**
 * What a type says about the ownership of its values (T1 to T7 of the ownership rules).
 *
 * `owned`    a value with one owner: an affine class, `Once<F>`, or an aggregate or container with an owned part
 * `borrowed` a look without ownership (`Borrowed<T>`, or an aggregate of borrowed parts)
 * `opaque`   a type through which no budget can be followed (`any`, `unknown`, `object`, `{}`, `Function`, a bare type parameter)
 * `plain`    everything else
 */
export type Ownership =
  | { readonly kind: "plain" }
  | BorrowedOwnership
  | { readonly kind: "opaque"; readonly why: OpaqueWhy }
  | OwnedOwnership;

export type OpaqueWhy = "any" | "unknown" | "object" | "function" | "type-parameter";

export interface BorrowedOwnership {
  readonly kind: "borrowed";
  /** A class with the affine marker is what is lent, not something with parts. */
  readonly resource: boolean;
}

export interface OwnedOwnership {
  readonly kind: "owned";
  /**
   * `resource`: a class with the affine marker. `once`: a callback. `aggregate`: an object or tuple with named owned
   * parts. `container`: arrays, maps, sets, iterables. `promise`: a promise of something owned.
   */
  readonly form: "resource" | "once" | "aggregate" | "container" | "promise";
  /** Must be moved on every normal path (T2). */
  readonly linear: boolean;
  /** Its consuming methods lose nothing when they throw (T10). */
  readonly atomic: boolean;
}

/** X5: copying its properties makes something that looks like the resource and is none. */
export function isResource(ownership: Ownership): boolean {
  switch (ownership.kind) {
    case "owned":
      return ownership.form === "resource";
    case "borrowed":
      return ownership.resource;
    case "opaque":
    case "plain":
      return false;
  }
}

/** Its properties taken one by one are a copy (X5); the owned parts of an aggregate move instead (M1). */
export function isCopiedByParts(ownership: Ownership): boolean {
  return ownership.kind === "owned" ? ownership.form !== "aggregate" : isResource(ownership);
}
