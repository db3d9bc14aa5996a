import type { AmountFor, AmountOf } from "./amounts.js";
import { type Budget } from "./Budget.js";
import { InvalidAmountError, InvalidHandleError } from "./errors.js";
import { budgets } from "./internal/budgets.js";
import { formatAmount } from "./internal/format.js";
import { isObject } from "./internal/isObject.js";
import { PoolLedger } from "./internal/PoolLedger.js";
import { seal } from "./internal/seal.js";
import { newReservation, type Reservation } from "./Reservation.js";
import { type Resolved, valueOf } from "./Resolved.js";

/** What a {@link BudgetPool} takes beside its budget. */
export interface PoolOptions {
  /** How long a reservation may stay unresolved, in milliseconds, before it is forfeited; 600,000 unless told. */
  readonly leaseMs?: number;
}

/**
 * Many tenants, one cap. Owns a budget, and sets parts of it aside for calls whose cost is not known yet. Not affine:
 * share it. Each operation is one synchronous step, after which, in every interleaving,
 * `available + outstanding + spent + drained` is what was issued to the pool, and at most `cap`.
 */
export class BudgetPool<in out Unit extends string = "tokens", in out Max extends number = number> {
  /** What `drain` takes from: always what the ledger has available, outstanding and spent. */
  #budget: Budget<Unit, Max>;
  readonly #ledger: PoolLedger;

  /**
   * Consumes `budget`.
   *
   * @throws InvalidAmountError if `leaseMs` is no positive number
   */
  constructor(budget: Budget<Unit, Max>, { leaseMs = 600_000 }: PoolOptions = {}) {
    const balance = budgets.balance(budget, "new BudgetPool");
    if (!(Number.isFinite(leaseMs) && leaseMs > 0)) {
      throw new InvalidAmountError("new BudgetPool", leaseMs, "a positive number of milliseconds");
    }
    this.#ledger = new PoolLedger(balance, leaseMs);
    this.#budget = budgets.move(budget, "new BudgetPool", balance.remaining);
  }

  static {
    seal(BudgetPool);
  }

  static #ledgerOf(pool: unknown, operation: string): PoolLedger {
    if (!isObject(pool) || !(#ledger in pool)) {
      throw new InvalidHandleError(operation, "BudgetPool");
    }
    pool.#ledger.sweep();
    return pool.#ledger;
  }

  /** What can be reserved or drained, in `Unit`. */
  get available(): AmountOf<Unit> {
    return BudgetPool.#ledgerOf(this, "available").available as AmountOf<Unit>;
  }

  /** What is reserved and not resolved yet, in `Unit`. */
  get outstanding(): AmountOf<Unit> {
    return BudgetPool.#ledgerOf(this, "outstanding").outstanding as AmountOf<Unit>;
  }

  /** What was committed or forfeited, in `Unit`. */
  get spent(): AmountOf<Unit> {
    return BudgetPool.#ledgerOf(this, "spent").spent as AmountOf<Unit>;
  }

  /** What `drain` gave back, in `Unit`. */
  get drained(): AmountOf<Unit> {
    return BudgetPool.#ledgerOf(this, "drained").drained as AmountOf<Unit>;
  }

  /** The `max` of the budget that the pool was made of, in `Unit`. */
  get cap(): Max & AmountOf<Unit> {
    return BudgetPool.#ledgerOf(this, "cap").cap as Max & AmountOf<Unit>;
  }

  get unit(): Unit {
    return BudgetPool.#ledgerOf(this, "unit").unit as Unit;
  }

  /**
   * Sets `amount` aside, for the length of a lease.
   *
   * @throws InvalidAmountError
   * @throws InsufficientFundsError
   */
  reserve(amount: AmountFor<Unit>): Reservation<Unit> {
    return newReservation(BudgetPool.#ledgerOf(this, "reserve").reserve("reserve", amount, true));
  }

  /**
   * Sets `amount` aside while `use` runs, however long that takes: the lease is renewed. `use` must resolve the
   * reservation and return the proof; else, or if it throws, what is unresolved is forfeited at once.
   *
   * @returns the value that `use` gave to `commit` or `cancel`
   * @throws InvalidAmountError, InsufficientFundsError before `use` is called
   * @throws UnresolvedError if `use` did not return what `commit` or `cancel` of its reservation returned
   */
  async withReservation<T>(
    amount: AmountFor<Unit>,
    use: (reservation: Reservation<Unit>) => Resolved<T> | PromiseLike<Resolved<T>>,
  ): Promise<T> {
    // Before anything is reserved: what cannot be called cannot have been billed.
    if (typeof use !== "function") throw new TypeError("withReservation: the callback is not a function.");
    const lease = BudgetPool.#ledgerOf(this, "withReservation").reserve("withReservation", amount, false);
    try {
      return valueOf(await use(newReservation(lease)), lease);
    } finally {
      lease.forfeit("the end of its withReservation");
    }
  }

  /** Gives back what is available. What is outstanding stays, and can be drained when it is resolved. */
  drain(): Budget<Unit, Max> {
    const amount = BudgetPool.#ledgerOf(this, "drain").drain();
    const [part, rest] = this.#budget.split(amount as AmountFor<Unit>);
    this.#budget = rest;
    return part;
  }

  /** For logs. Never throws. */
  toString(): string {
    if (!isObject(this) || !(#ledger in this)) return "BudgetPool(not a pool)";
    const { available, cap, unit } = this.#ledger;
    return `BudgetPool(${formatAmount(available, unit)} available of ${cap})`;
  }

  /** For logs. Never throws. */
  toJSON(): object {
    if (!isObject(this) || !(#ledger in this)) return {};
    const { available, outstanding, spent, drained, cap, unit } = this.#ledger;
    return { available, outstanding, spent, drained, cap, unit };
  }
}
