import { InvalidHandleError } from "../errors.js";
import type { affine, linear } from "../ownership.js";
import { isObject } from "./isObject.js";
import { key } from "./key.js";
import { traceMove, useAfterMove } from "./moves.js";
import { seal } from "./seal.js";

type Kind = "Receipt" | "Refund" | "StreamingReceipt";

/**
 * The unit of a live handle of `kind`.
 *
 * @throws InvalidHandleError, UseAfterMoveError
 */
export let requireLive: <Unit extends string>(
  handle: LinearHandle<Unit>,
  kind: Kind,
  operation: string,
) => Unit;

/** Ends a live handle. Comes after every check: nothing that follows it in an operation may throw (T10). */
export let endHandle: <Unit extends string>(handle: LinearHandle<Unit>, operation: string) => void;

/** What a log may show of `handle`, whatever it is: never throws. `live` says it for a live handle of `kind`. */
export let showHandle: (handle: unknown, kind: Kind, live: (unit: string) => string) => string;

/** `showHandle` for JSON. */
export let listHandle: (handle: unknown, kind: Kind, live: () => object) => object;

/**
 * What the linear handles that a budget hands out have in common. Its methods dispatch on nothing of `this` that could be
 * overwritten, so the subclasses call the functions above, which are not reachable from a handle.
 */
export abstract class LinearHandle<in out Unit extends string> {
  declare readonly [affine]: "atomic";
  declare readonly [linear]: true;

  readonly #kind: Kind;
  readonly #unit: Unit;
  /** The operation that consumed this handle. */
  #movedBy: string | null;

  constructor(pass: typeof key, kind: Kind, unit: Unit) {
    if (pass !== key) throw new InvalidHandleError(`new ${kind}`, kind);
    this.#kind = kind;
    this.#unit = unit;
    this.#movedBy = null;
  }

  static {
    requireLive = (handle, kind, operation) => {
      if (!LinearHandle.#is(handle, kind)) throw new InvalidHandleError(operation, kind);
      if (handle.#movedBy !== null) throw useAfterMove(handle, operation, kind, handle.#movedBy);
      return handle.#unit;
    };
    endHandle = (handle, operation) => {
      handle.#movedBy = operation;
      traceMove(handle);
    };
    showHandle = (handle, kind, live) => {
      if (!LinearHandle.#is(handle, kind)) return `${kind}(not a handle)`;
      return `${kind}(${handle.#movedBy === null ? live(handle.#unit) : `moved by ${handle.#movedBy}`})`;
    };
    listHandle = (handle, kind, live) => {
      if (!LinearHandle.#is(handle, kind)) return {};
      const unit = handle.#unit;
      return handle.#movedBy === null ? { ...live(), unit } : { movedBy: handle.#movedBy, unit };
    };
    seal(LinearHandle);
  }

  static #is(handle: unknown, kind: Kind): handle is LinearHandle<string> {
    return isObject(handle) && #kind in handle && handle.#kind === kind;
  }

  /** Borrows; a moved handle answers too. */
  get unit(): Unit {
    if (!isObject(this) || !(#unit in this)) throw new InvalidHandleError("unit", "linear handle");
    return this.#unit;
  }
}
