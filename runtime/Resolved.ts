import { InvalidHandleError, UnresolvedError } from "./errors.js";
import { isObject } from "./internal/isObject.js";
import { key } from "./internal/key.js";
import type { Lease } from "./internal/Lease.js";
import { seal } from "./internal/seal.js";

/** For `Reservation` alone: no entry exports it. */
export let newResolved: <T>(lease: Lease, value: T) => Resolved<T>;

/**
 * The value of a proof that `lease` was resolved, for `BudgetPool` alone.
 *
 * @throws UnresolvedError if `proof` is none, or proves it of another reservation
 */
export let valueOf: <T>(proof: Resolved<T>, lease: Lease) => T;

/**
 * Proof that a reservation was resolved, and the value that the callback of `withReservation` yields. Only `commit` and
 * `cancel` make one.
 */
export class Resolved<out T> {
  readonly #lease: Lease;
  readonly #value: T;

  private constructor(pass: typeof key, lease: Lease, value: T) {
    if (pass !== key) throw new InvalidHandleError("new Resolved", "Resolved");
    this.#lease = lease;
    this.#value = value;
  }

  static {
    newResolved = (lease, value) => new Resolved(key, lease, value);
    valueOf = <T>(proof: Resolved<T>, lease: Lease): T => {
      if (!isObject(proof) || !(#lease in proof) || proof.#lease !== lease) {
        throw new UnresolvedError(
          "withReservation: the callback must return what commit() or cancel() of its own reservation returned. " +
            "What was not resolved is forfeited: the call may have been billed.",
        );
      }
      return proof.#value;
    };
    seal(Resolved);
  }

  /** For logs. */
  toString(): string {
    return "Resolved";
  }
}
