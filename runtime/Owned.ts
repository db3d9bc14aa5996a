import { InvalidHandleError } from "./errors.js";
import { isObject } from "./internal/isObject.js";
import { traceMove, useAfterMove } from "./internal/moves.js";
import type { affine } from "./ownership.js";

/**
 * Base class for affine resources of the user's own (T1), with the run-time checks of the package's own handles:
 *
 * ```ts
 * class Session extends Owned {
 *   end(this: Session): void {
 *     this.consume("end");
 *   }
 * }
 * ```
 *
 * `Mode` is `"atomic"` for a class whose consuming methods throw before they change anything, or not at all (T10).
 */
export abstract class Owned<out Mode extends "affine" | "atomic" = "affine"> {
  declare readonly [affine]: Mode;

  #movedBy: string | null = null;

  static {
    Object.freeze(Owned.prototype);
  }

  /**
   * Marks this handle as moved by `operation`. For the checker it borrows `this`, so that a method that owns `this` may
   * move its parts out before or after.
   *
   * @throws UseAfterMoveError if it was moved before
   * @throws InvalidHandleError on a copy
   */
  protected consume(operation: string): void {
    this.requireLive(operation);
    this.#movedBy = operation;
    traceMove(this);
  }

  /**
   * For members that borrow: throws what `consume` would, and changes nothing.
   *
   * @throws UseAfterMoveError if the handle was moved
   * @throws InvalidHandleError on a copy
   */
  protected requireLive(operation: string): void {
    if (!isObject(this) || !(#movedBy in this)) throw new InvalidHandleError(operation, "resource");
    if (this.#movedBy !== null) throw useAfterMove(this, operation, this.constructor.name, this.#movedBy);
  }
}
