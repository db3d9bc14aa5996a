import type { AmountFor, AmountOf } from "./amounts.js";
import { OverrunError } from "./errors.js";
import { formatAmount } from "./internal/format.js";
import { key } from "./internal/key.js";
import { endHandle, LinearHandle, listHandle, requireLive, showHandle } from "./internal/LinearHandle.js";
import { requireAmount } from "./internal/requireAmount.js";
import { seal } from "./internal/seal.js";
import { newRefund, type Refund } from "./Refund.js";

/** For `Budget` alone: no entry exports it. */
export let newStreamingReceipt: <Unit extends string>(amount: number, unit: Unit) => StreamingReceipt<Unit>;

/**
 * An amount set aside for a reply that is billed chunk by chunk. Linear (T2): close it for what is left, or forfeit it.
 *
 * A chunk over what remains is not counted, and exhausts the receipt as an over-run exhausts a `Receipt`: the whole
 * reservation counts as spent, and only `forfeit()` succeeds. Every other failure changes nothing (T10).
 */
export class StreamingReceipt<in out Unit extends string = "tokens"> extends LinearHandle<Unit> {
  readonly #reserved: number;
  #confirmed: number;
  /** The chunk that exhausted it. */
  #overrun: number | null;

  private constructor(pass: typeof key, reserved: number, unit: Unit) {
    super(pass, "StreamingReceipt", unit);
    this.#reserved = reserved;
    this.#confirmed = 0;
    this.#overrun = null;
  }

  static {
    newStreamingReceipt = (amount, unit) => new StreamingReceipt(key, amount, unit);
    seal(StreamingReceipt);
  }

  /** Ends an operation that a chunk has over-run: nothing is ever refunded after that. */
  static #exhaust<U extends string>(
    handle: StreamingReceipt<U>,
    operation: string,
    chunk: number,
    unit: U,
  ): never {
    handle.#overrun = chunk;
    throw new OverrunError(operation, chunk, handle.#reserved - handle.#confirmed, unit);
  }

  /** What was set aside, in `Unit`. Borrows. */
  get reserved(): AmountOf<Unit> {
    requireLive(this, "StreamingReceipt", "reserved");
    return this.#reserved as AmountOf<Unit>;
  }

  /** The sum of the chunks counted so far, in `Unit`. Borrows. */
  get confirmed(): AmountOf<Unit> {
    requireLive(this, "StreamingReceipt", "confirmed");
    return this.#confirmed as AmountOf<Unit>;
  }

  /** What is reserved and not confirmed, in `Unit`. Borrows. */
  get remaining(): AmountOf<Unit> {
    requireLive(this, "StreamingReceipt", "remaining");
    return (this.#reserved - this.#confirmed) as AmountOf<Unit>;
  }

  /**
   * Counts one chunk of the reply. Borrows.
   *
   * @throws OverrunError if `amount` is over what remains; the chunk is not counted, the receipt exhausted
   */
  chunk(amount: AmountFor<Unit>): void {
    const unit = requireLive(this, "StreamingReceipt", "chunk");
    const counted = requireAmount("chunk", amount);
    if (this.#overrun !== null) StreamingReceipt.#exhaust(this, "chunk", this.#overrun, unit);
    if (counted > this.#reserved - this.#confirmed) StreamingReceipt.#exhaust(this, "chunk", counted, unit);
    this.#confirmed += counted;
  }

  /**
   * Ends the reply. Consumes; returns what no chunk used.
   *
   * @throws OverrunError if a chunk has over-run: nothing is refunded after that
   */
  close(this: StreamingReceipt<Unit>): Refund<Unit> {
    const unit = requireLive(this, "StreamingReceipt", "close");
    if (this.#overrun !== null) StreamingReceipt.#exhaust(this, "close", this.#overrun, unit);
    endHandle(this, "close");
    return newRefund(this.#reserved - this.#confirmed, unit);
  }

  /** Gives up what is left: the rest of the reply may have been billed. Consumes; succeeds after an over-run too. */
  forfeit(this: StreamingReceipt<Unit>): void {
    requireLive(this, "StreamingReceipt", "forfeit");
    endHandle(this, "forfeit");
  }

  /** For logs. Borrows, and never throws. */
  override toString(): string {
    return showHandle(this, "StreamingReceipt", (unit) => {
      const exhausted = this.#overrun === null ? "" : ", exhausted";
      return `${this.#confirmed} of ${formatAmount(this.#reserved, unit)}${exhausted}`;
    });
  }

  /** For logs: what it makes is no receipt. Borrows, and never throws. */
  toJSON(): object {
    return listHandle(this, "StreamingReceipt", () => ({
      reserved: this.#reserved,
      confirmed: this.#confirmed,
      exhausted: this.#overrun !== null,
    }));
  }
}
