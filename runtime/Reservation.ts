import type { AmountFor, AmountOf } from "./amounts.js";
import { InvalidHandleError } from "./errors.js";
import { formatAmount } from "./internal/format.js";
import { isObject } from "./internal/isObject.js";
import { key } from "./internal/key.js";
import type { Lease } from "./internal/Lease.js";
import { seal } from "./internal/seal.js";
import type { affine, linear } from "./ownership.js";
import { newResolved, type Resolved } from "./Resolved.js";

/** What `await using` looks for. Where the realm lacks it, the symbol that compilers fall back to. */
const asyncDispose: typeof Symbol.asyncDispose =
  (Symbol as { asyncDispose?: typeof Symbol.asyncDispose }).asyncDispose ??
  (Symbol.for("Symbol.asyncDispose") as typeof Symbol.asyncDispose);

/** For `BudgetPool` alone: no entry exports it. */
export let newReservation: <Unit extends string>(lease: Lease) => Reservation<Unit>;

/**
 * An amount of a pool, set aside for one call. Linear (T2): commit the actual cost, or cancel. Disposal, or the end of
 * the lease, before that forfeits the whole amount: the call may have been billed.
 */
export class Reservation<in out Unit extends string = "tokens"> {
  declare readonly [affine]: "atomic";
  declare readonly [linear]: true;

  readonly #lease: Lease;

  private constructor(pass: typeof key, lease: Lease) {
    if (pass !== key) throw new InvalidHandleError("new Reservation", "Reservation");
    this.#lease = lease;
  }

  static {
    newReservation = (lease) => new Reservation(key, lease);
    seal(Reservation);
  }

  static #leaseOf(handle: unknown, operation: string): Lease {
    if (!isObject(handle) || !(#lease in handle)) {
      throw new InvalidHandleError(operation, "Reservation");
    }
    return handle.#lease;
  }

  /**
   * What is set aside, in `Unit`. Borrows.
   *
   * @throws AlreadyResolvedError, OverrunError once it is resolved
   */
  get amount(): AmountOf<Unit> {
    const lease = Reservation.#leaseOf(this, "amount");
    lease.requireOpen("amount");
    return lease.amount as AmountOf<Unit>;
  }

  /** Borrows; a resolved reservation answers too. */
  get unit(): Unit {
    return Reservation.#leaseOf(this, "unit").ledger.unit as Unit;
  }

  /**
   * Counts `actual` as spent, and gives the rest back to the pool. Consumes.
   *
   * @returns what a callback of `withReservation` must return, carrying `value`
   * @throws OverrunError if `actual` is over the amount; the whole amount counts as spent, nothing more can be done
   * @throws AlreadyResolvedError if it was resolved before, or its lease has ended
   */
  commit<T = undefined>(this: Reservation<Unit>, actual: AmountFor<Unit>, value?: T): Resolved<T> {
    const lease = Reservation.#leaseOf(this, "commit");
    lease.commit(actual);
    return newResolved(lease, value as T);
  }

  /**
   * Gives the whole amount back to the pool: the call was not made. Consumes.
   *
   * @returns what a callback of `withReservation` must return, carrying `value`
   * @throws AlreadyResolvedError if it was resolved before, or its lease has ended
   */
  cancel<T = undefined>(this: Reservation<Unit>, value?: T): Resolved<T> {
    const lease = Reservation.#leaseOf(this, "cancel");
    lease.cancel();
    return newResolved(lease, value as T);
  }

  /** Forfeits the amount unless it is resolved. Does nothing the second time. */
  [asyncDispose](): Promise<void> {
    Reservation.#leaseOf(this, "dispose").forfeit("its disposal");
    return Promise.resolve();
  }

  /** For logs. Borrows, and never throws. */
  toString(): string {
    if (!isObject(this) || !(#lease in this)) return "Reservation(not a handle)";
    const { amount, isOpen, ledger } = this.#lease;
    return `Reservation(${formatAmount(amount, ledger.unit)}${isOpen ? "" : ", resolved"})`;
  }

  /** For logs. What it makes is no reservation. Borrows, and never throws. */
  toJSON(): object {
    if (!isObject(this) || !(#lease in this)) return {};
    const { amount, isOpen, ledger } = this.#lease;
    return { amount, unit: ledger.unit, resolved: !isOpen };
  }
}
