import { AlreadyResolvedError, OverrunError } from "../errors.js";
import { requireAmount } from "./requireAmount.js";
import type { PoolLedger } from "./PoolLedger.js";

/**
 * What became of a reservation. `open` counts as outstanding in the pool; every other state is final and counted there.
 */
type LeaseState =
  | { readonly kind: "open" }
  | { readonly kind: "resolved"; readonly by: string }
  | { readonly kind: "exhausted"; readonly actual: number };

const open: LeaseState = { kind: "open" };

/** One reservation of a pool, from `reserve` to its resolution. Every change of state moves its amount in the ledger. */
export class Lease {
  #state: LeaseState = open;

  constructor(
    readonly ledger: PoolLedger,
    readonly amount: number,
  ) {}

  get isOpen(): boolean {
    return this.#state.kind === "open";
  }

  /** @throws AlreadyResolvedError, OverrunError unless the lease is open */
  requireOpen(operation: string): void {
    this.ledger.sweep();
    const state = this.#state;
    switch (state.kind) {
      case "open":
        return;
      case "resolved":
        throw new AlreadyResolvedError(operation, state.by);
      case "exhausted":
        throw new OverrunError(operation, state.actual, this.amount, this.ledger.unit);
    }
  }

  /** Counts `actual` as spent and gives the rest back. Over the amount: counts all of it, and throws. */
  commit(actual: number): void {
    this.requireOpen("commit");
    const cost = requireAmount("commit", actual);
    if (cost > this.amount) {
      this.#resolve({ kind: "exhausted", actual: cost }, this.amount);
      this.requireOpen("commit");
    }
    this.#resolve({ kind: "resolved", by: "commit" }, cost);
  }

  cancel(): void {
    this.requireOpen("cancel");
    this.#resolve({ kind: "resolved", by: "cancel" }, 0);
  }

  /** Counts the whole amount as spent, unless the lease was resolved before: the call may have been billed. */
  forfeit(by: string): void {
    if (this.isOpen) this.#resolve({ kind: "resolved", by }, this.amount);
  }

  #resolve(state: LeaseState, spent: number): void {
    this.#state = state;
    this.ledger.resolve(this, spent);
  }
}
