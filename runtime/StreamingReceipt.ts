import type { AmountFor, AmountOf } from "./amounts.js";
import { InvalidHandleError, OverrunError } from "./errors.js";
import { formatAmount } from "./internal/format.js";
import { isObject } from "./internal/isObject.js";
import { key } from "./internal/key.js";
import { traceMove, useAfterMove } from "./internal/moves.js";
import { requireAmount } from "./internal/requireAmount.js";
import { seal } from "./internal/seal.js";
import type { affine, linear } from "./ownership.js";
import { newRefund, type Refund } from "./Refund.js";

/** For `Budget` alone: no entry exports it. */
export let newStreamingReceipt: <Unit extends string>(amount: number, unit: Unit) => StreamingReceipt<Unit>;

/**
 * An amount set aside for a reply that is billed chunk by chunk. Linear (T2): close it for what is left, or forfeit it.
 *
 * A chunk over what remains is not counted, and exhausts the receipt as an over-run exhausts a `Receipt`: the whole
 * reservation counts as spent, and only `forfeit()` succeeds. Every other failure changes nothing (T10).
 */
export class StreamingReceipt<in out Unit extends string = "tokens"> {
  declare readonly [affine]: "atomic";
  declare readonly [linear]: true;

  readonly #reserved: number;
  readonly #unit: string;
  #confirmed: number;
  #movedBy: string | null;
  /** The chunk that exhausted it. */
  #overrun: number | null;

  private constructor(pass: typeof key, reserved: number, unit: string) {
    if (pass !== key) throw new InvalidHandleError("new StreamingReceipt", "StreamingReceipt");
    this.#reserved = reserved;
    this.#unit = unit;
    this.#confirmed = 0;
    this.#movedBy = null;
    this.#overrun = null;
  }

  static {
    newStreamingReceipt = (amount, unit) => new StreamingReceipt(key, amount, unit);
    seal(StreamingReceipt);
  }

  static #isGenuine<U extends string>(handle: StreamingReceipt<U>): boolean {
    return isObject(handle) && #movedBy in handle;
  }

  static #requireGenuine<U extends string>(handle: StreamingReceipt<U>, operation: string): void {
    if (!StreamingReceipt.#isGenuine(handle)) throw new InvalidHandleError(operation, "StreamingReceipt");
  }

  static #requireLive<U extends string>(handle: StreamingReceipt<U>, operation: string): void {
    StreamingReceipt.#requireGenuine(handle, operation);
    if (handle.#movedBy !== null) throw useAfterMove(handle, operation, "StreamingReceipt", handle.#movedBy);
  }

  static #requireFunds<U extends string>(handle: StreamingReceipt<U>, operation: string): void {
    if (handle.#overrun !== null) {
      const left = handle.#reserved - handle.#confirmed;
      throw new OverrunError(operation, handle.#overrun, left, handle.#unit);
    }
  }

  static #end<U extends string>(handle: StreamingReceipt<U>, operation: string): void {
    handle.#movedBy = operation;
    traceMove(handle);
  }

  /** What was set aside, in `Unit`. Borrows. */
  get reserved(): AmountOf<Unit> {
    StreamingReceipt.#requireLive(this, "reserved");
    return this.#reserved as AmountOf<Unit>;
  }

  /** The sum of the chunks counted so far, in `Unit`. Borrows. */
  get confirmed(): AmountOf<Unit> {
    StreamingReceipt.#requireLive(this, "confirmed");
    return this.#confirmed as AmountOf<Unit>;
  }

  /** What is reserved and not confirmed, in `Unit`. Borrows. */
  get remaining(): AmountOf<Unit> {
    StreamingReceipt.#requireLive(this, "remaining");
    return (this.#reserved - this.#confirmed) as AmountOf<Unit>;
  }

  /** Borrows; a moved handle answers too. */
  get unit(): Unit {
    StreamingReceipt.#requireGenuine(this, "unit");
    return this.#unit as Unit;
  }

  /**
   * Counts one chunk of the reply. Borrows.
   *
   * @throws OverrunError if `amount` is over what remains; the chunk is not counted, the receipt exhausted
   */
  chunk(amount: AmountFor<Unit>): void {
    StreamingReceipt.#requireLive(this, "chunk");
    const confirmed = this.#confirmed + requireAmount("chunk", amount);
    StreamingReceipt.#requireFunds(this, "chunk");
    if (confirmed > this.#reserved) this.#overrun = amount;
    StreamingReceipt.#requireFunds(this, "chunk");
    this.#confirmed = confirmed;
  }

  /**
   * Ends the reply. Consumes; returns what no chunk used.
   *
   * @throws OverrunError if a chunk has over-run: nothing is refunded after that
   */
  close(this: StreamingReceipt<Unit>): Refund<Unit> {
    StreamingReceipt.#requireLive(this, "close");
    StreamingReceipt.#requireFunds(this, "close");
    StreamingReceipt.#end(this, "close");
    return newRefund(this.#reserved - this.#confirmed, this.#unit as Unit);
  }

  /** Gives up what is left: the rest of the reply may have been billed. Consumes; succeeds after an over-run too. */
  forfeit(this: StreamingReceipt<Unit>): void {
    StreamingReceipt.#requireLive(this, "forfeit");
    StreamingReceipt.#end(this, "forfeit");
  }

  /** For logs. Borrows, and never throws. */
  toString(): string {
    if (!StreamingReceipt.#isGenuine(this)) return "StreamingReceipt(not a handle)";
    if (this.#movedBy !== null) return `StreamingReceipt(moved by ${this.#movedBy})`;
    const exhausted = this.#overrun === null ? "" : ", exhausted";
    return `StreamingReceipt(${this.#confirmed} of ${formatAmount(this.#reserved, this.#unit)}${exhausted})`;
  }

  /** For logs. What it makes is no receipt. Borrows, and never throws. */
  toJSON(): object {
    if (!StreamingReceipt.#isGenuine(this)) return {};
    const unit = this.#unit;
    return this.#movedBy === null
      ? { reserved: this.#reserved, confirmed: this.#confirmed, exhausted: this.#overrun !== null, unit }
      : { movedBy: this.#movedBy, unit };
  }
}
