import { InsufficientFundsError } from "../errors.js";
import type { Balance } from "./budgets.js";
import { Lease } from "./Lease.js";
import { LeaseQueue } from "./LeaseQueue.js";
import { requireAmount } from "./requireAmount.js";

/**
 * The arithmetic of a pool. After every step, `available + outstanding + spent + drained` is what the budget of the pool
 * held, so no sum can overflow.
 */
export class PoolLedger {
  available: number;
  outstanding = 0;
  spent = 0;
  drained = 0;
  readonly cap: number;
  readonly unit: string;
  readonly #leases: LeaseQueue;

  constructor({ remaining, max, unit }: Balance, leaseMs: number) {
    this.available = remaining;
    this.cap = max;
    this.unit = unit;
    this.#leases = new LeaseQueue(leaseMs);
  }

  /** Forfeits what is over its lease. First step of every operation, so that no answer depends on when a timer runs. */
  sweep(): void {
    this.#leases.sweep();
  }

  /** @param expires False for a lease that is renewed for as long as its callback runs. */
  reserve(operation: string, value: number, expires: boolean): Lease {
    this.sweep();
    const amount = requireAmount(operation, value);
    if (amount > this.available)
      throw new InsufficientFundsError(operation, amount, this.available, this.unit);
    this.available -= amount;
    this.outstanding += amount;
    const lease = new Lease(this, amount);
    if (expires) this.#leases.add(lease);
    return lease;
  }

  /** For `Lease` alone: `spent` of its amount counts as spent, the rest is available again. */
  resolve(lease: Lease, spent: number): void {
    this.#leases.delete(lease);
    this.outstanding -= lease.amount;
    this.spent += spent;
    this.available += lease.amount - spent;
  }

  drain(): number {
    this.sweep();
    const amount = this.available;
    this.available = 0;
    this.drained += amount;
    return amount;
  }
}
