import type { AmountFor, AmountOf } from "./amounts.js";
import { InsufficientFundsError, InvalidHandleError, UseAfterMoveError } from "./errors.js";
import { type Balance, installBudgets } from "./internal/budgets.js";
import { requireRoom, requireUnit } from "./internal/checks.js";
import { formatAmount } from "./internal/format.js";
import { isObject } from "./internal/isObject.js";
import { key } from "./internal/key.js";
import { traceMove, useAfterMove } from "./internal/moves.js";
import { requireAmount } from "./internal/requireAmount.js";
import { seal } from "./internal/seal.js";
import type { affine } from "./ownership.js";
import { newReceipt, type Receipt } from "./Receipt.js";
import { newStreamingReceipt, type StreamingReceipt } from "./StreamingReceipt.js";

/** What `split` yields: one part for each amount, then the rest. */
export type Parts<Unit extends string, Max extends number, More extends readonly unknown[]> = [
  part: Budget<Unit, Max>,
  ...parts: { [I in keyof More]: Budget<Unit, Max> },
  rest: Budget<Unit, Max>,
];

/** The budget, given back by a `try*` operation that asked for `shortfall` too much. */
export interface Shortfall<Unit extends string, Max extends number> {
  readonly ok: false;
  readonly budget: Budget<Unit, Max>;
  readonly shortfall: AmountOf<Unit>;
}

/** What `trySpend` answers: the budget comes back on either outcome. */
export type TrySpend<Unit extends string, Max extends number> =
  { readonly ok: true; readonly budget: Budget<Unit, Max> } | Shortfall<Unit, Max>;

/** What `trySplit` answers: the parts, or the budget as it was. */
export type TrySplit<Unit extends string, Max extends number, More extends readonly unknown[]> =
  { readonly ok: true; readonly parts: Parts<Unit, Max, More> } | Shortfall<Unit, Max>;

/** What `tryReserve` answers: the budget comes back on either outcome. */
export type TryReserve<Unit extends string, Max extends number> =
  | { readonly ok: true; readonly budget: Budget<Unit, Max>; readonly receipt: Receipt<Unit> }
  | Shortfall<Unit, Max>;

const ownMerge =
  "merge: a budget cannot be merged with itself, for it would count twice. It is unchanged and still yours.";

/** Two budgets with bounds that are known and differ cannot be merged: the sum would have no bound of its own. */
export type SameBound<Other extends number, Max extends number> = number extends Other
  ? unknown
  : [Other] extends [Max]
    ? unknown
    : never;

/** Makes a budget out of nothing: for the mint alone, so no entry exports it. */
export let newBudget: <Unit extends string, Max extends number>(
  amount: number,
  max: number,
  unit: string,
) => Budget<Unit, Max>;

/**
 * An amount of `Unit` with one owner. Every operation that changes what is left consumes the handle and returns another,
 * so no two holders ever count on the same money. Made by `BudgetMint.issue` and by other budgets only.
 *
 * `Max` is the most that it may ever hold. A consuming operation that throws changes nothing: receiver and arguments
 * are still live (T10). All of them throw `InvalidHandleError` on what is no budget of this copy of the package,
 * `UseAfterMoveError` on a moved one, and `InvalidAmountError` on what is no amount.
 *
 * After the crate `token-budgets` of arXiv 2606.04056.
 */
export class Budget<in out Unit extends string = "tokens", out Max extends number = number> {
  declare readonly [affine]: "atomic";

  readonly #remaining: number;
  readonly #max: number;
  readonly #unit: string;
  /** The operation that consumed this handle. */
  #movedBy: string | null;

  private constructor(pass: typeof key, remaining: number, max: number, unit: string) {
    if (pass !== key) throw new InvalidHandleError("new Budget", "Budget");
    this.#remaining = remaining;
    this.#max = max;
    this.#unit = unit;
    this.#movedBy = null;
  }

  static {
    newBudget = (amount, max, unit) => new Budget(key, amount, max, unit);
    installBudgets({
      balance(budget, operation) {
        Budget.#requireLive(budget, operation);
        return Budget.#balance(budget);
      },
      move: (budget, operation, remaining) => Budget.#move(budget, operation, remaining),
    });
    seal(Budget);
  }

  static #isGenuine<U extends string, M extends number>(handle: Budget<U, M>): boolean {
    return isObject(handle) && #movedBy in handle;
  }

  static #requireGenuine<U extends string, M extends number>(handle: Budget<U, M>, operation: string): void {
    if (!Budget.#isGenuine(handle)) throw new InvalidHandleError(operation, "Budget");
  }

  static #requireLive<U extends string, M extends number>(handle: Budget<U, M>, operation: string): void {
    Budget.#requireGenuine(handle, operation);
    if (handle.#movedBy !== null) throw useAfterMove(handle, operation, "Budget", handle.#movedBy);
  }

  static #balance<U extends string, M extends number>(handle: Budget<U, M>): Balance {
    return { remaining: handle.#remaining, max: handle.#max, unit: handle.#unit };
  }

  /** What a live handle keeps after `amount`. Below zero: how much it falls short. */
  static #after<U extends string, M extends number>(
    handle: Budget<U, M>,
    operation: string,
    amount: unknown,
  ) {
    Budget.#requireLive(handle, operation);
    return handle.#remaining - requireAmount(operation, amount);
  }

  /** Ends a live handle. Comes after every check: nothing that follows it in an operation may throw (T10). */
  static #end<U extends string, M extends number>(handle: Budget<U, M>, operation: string): void {
    handle.#movedBy = operation;
    traceMove(handle);
  }

  static #move<U extends string, M extends number>(
    handle: Budget<U, M>,
    operation: string,
    remaining: number,
  ) {
    Budget.#end(handle, operation);
    return new Budget<U, M>(key, remaining, handle.#max, handle.#unit);
  }

  /**
   * One part for each amount, and their total. Each amount is read once, so that no iterator, however patched, makes the
   * parts more than the total. They count only once `#deal` has moved the handle.
   */
  static #carve<U extends string, M extends number>(
    handle: Budget<U, M>,
    operation: string,
    amounts: readonly unknown[],
  ): { readonly parts: Budget<U, M>[]; readonly total: number } {
    Budget.#requireLive(handle, operation);
    const parts: Budget<U, M>[] = [];
    let total = 0;
    for (const value of amounts) {
      const amount = requireAmount(operation, value);
      // A sum over 2^53 - 1 may be rounded, but never to less than 2^53, so each step finds it out.
      total = requireAmount(operation, total + amount);
      parts.push(Budget.#part(handle, amount));
    }
    return { parts, total };
  }

  /** The parts that were carved, and what a live handle keeps. */
  static #deal<U extends string, M extends number, More extends readonly unknown[]>(
    handle: Budget<U, M>,
    operation: string,
    parts: readonly Budget<U, M>[],
    rest: number,
  ): Parts<U, M, More> {
    return [...parts, Budget.#move(handle, operation, rest)] as readonly Budget<U, M>[] as Parts<U, M, More>;
  }

  static #part<U extends string, M extends number>(whole: Budget<U, M>, amount: number): Budget<U, M> {
    return new Budget(key, amount, whole.#max, whole.#unit);
  }

  static #insufficient<U extends string, M extends number>(
    handle: Budget<U, M>,
    operation: string,
    requested: number,
  ): InsufficientFundsError {
    return new InsufficientFundsError(operation, requested, handle.#remaining, handle.#unit);
  }

  static #shortfall<U extends string, M extends number>(
    handle: Budget<U, M>,
    operation: string,
    rest: number,
  ): Shortfall<U, M> {
    const budget = Budget.#move(handle, operation, handle.#remaining);
    return { ok: false, budget, shortfall: -rest as AmountOf<U> };
  }

  /** What is left, in `Unit`. Borrows. */
  get remaining(): AmountOf<Unit> {
    Budget.#requireLive(this, "remaining");
    return this.#remaining as AmountOf<Unit>;
  }

  /** The most that this budget may hold, in `Unit`. Borrows; a moved handle answers too. */
  get max(): Max & AmountOf<Unit> {
    Budget.#requireGenuine(this, "max");
    return this.#max as Max & AmountOf<Unit>;
  }

  /** Borrows; a moved handle answers too. */
  get unit(): Unit {
    Budget.#requireGenuine(this, "unit");
    return this.#unit as Unit;
  }

  /** Whether `amount` could be spent. Borrows: with one owner, nobody else can spend between the test and the act. */
  covers(amount: AmountFor<Unit>): boolean {
    return Budget.#after(this, "covers", amount) >= 0;
  }

  /**
   * Spends `amount`. Consumes this budget, returns the rest.
   *
   * @throws InsufficientFundsError
   */
  spend(this: Budget<Unit, Max>, amount: AmountFor<Unit>): Budget<Unit, Max> {
    // The hot path, written out: the helpers that the other operations share cost it a quarter of its speed.
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- callers that were never checked pass anything
    if (typeof this !== "object" || this === null || !(#movedBy in this) || this.#movedBy !== null) {
      Budget.#requireLive(this, "spend");
    }
    const rest = this.#remaining - requireAmount("spend", amount);
    if (rest < 0) throw Budget.#insufficient(this, "spend", amount);
    this.#movedBy = "spend";
    traceMove(this);
    return new Budget<Unit, Max>(key, rest, this.#max, this.#unit);
  }

  /**
   * One part for each amount, then the rest. Consumes this budget; the parts keep its `max`.
   *
   * @throws InsufficientFundsError if the amounts together exceed what is left
   */
  split<More extends readonly AmountFor<Unit>[]>(
    this: Budget<Unit, Max>,
    amount: AmountFor<Unit>,
    ...more: More
  ): Parts<Unit, Max, More> {
    const { parts, total } = Budget.#carve(this, "split", [amount, ...more]);
    const rest = this.#remaining - total;
    if (rest < 0) throw Budget.#insufficient(this, "split", total);
    return Budget.#deal(this, "split", parts, rest);
  }

  /**
   * This budget and `other` in one. Consumes both; keeps the `max` of the receiver.
   *
   * @throws UnitMismatchError
   * @throws CapExceededError if both together exceed the `max` of the receiver
   * @throws UseAfterMoveError on `b.merge(b)`, which would count `b` twice; `b` stays live
   */
  merge<Other extends number>(
    this: Budget<Unit, Max>,
    other: Budget<Unit, Other> & SameBound<Other, Max>,
  ): Budget<Unit, Max> {
    Budget.#requireLive(this, "merge");
    Budget.#requireLive(other, "merge");
    if (other === this) throw new UseAfterMoveError("merge", "Budget", "merge", undefined, ownMerge);
    requireUnit("merge", this.#unit, other.#unit);
    const sum = requireRoom("merge", Budget.#balance(this), other.#remaining);
    Budget.#end(other, "merge");
    return Budget.#move(this, "merge", sum);
  }

  /**
   * Sets `amount` aside for a call whose cost is not known yet: reserve, call, settle. Consumes this budget.
   *
   * @throws InsufficientFundsError
   */
  reserve(
    this: Budget<Unit, Max>,
    amount: AmountFor<Unit>,
  ): [rest: Budget<Unit, Max>, receipt: Receipt<Unit>] {
    const rest = Budget.#after(this, "reserve", amount);
    if (rest < 0) throw Budget.#insufficient(this, "reserve", amount);
    const receipt = newReceipt(amount + 0, this.#unit as Unit);
    return [Budget.#move(this, "reserve", rest), receipt];
  }

  /**
   * Sets `amount` aside for a reply that is billed chunk by chunk. Consumes this budget.
   *
   * @throws InsufficientFundsError
   */
  stream(
    this: Budget<Unit, Max>,
    amount: AmountFor<Unit>,
  ): [rest: Budget<Unit, Max>, receipt: StreamingReceipt<Unit>] {
    const rest = Budget.#after(this, "stream", amount);
    if (rest < 0) throw Budget.#insufficient(this, "stream", amount);
    const receipt = newStreamingReceipt(amount + 0, this.#unit as Unit);
    return [Budget.#move(this, "stream", rest), receipt];
  }

  /** Ends this budget and returns what was left. Consumes. */
  close(this: Budget<Unit, Max>): AmountOf<Unit> {
    Budget.#requireLive(this, "close");
    Budget.#end(this, "close");
    return this.#remaining as AmountOf<Unit>;
  }

  /** `spend` that answers instead of throwing when funds are short. Consumes; gives the budget back either way. */
  trySpend(this: Budget<Unit, Max>, amount: AmountFor<Unit>): TrySpend<Unit, Max> {
    const rest = Budget.#after(this, "trySpend", amount);
    if (rest < 0) return Budget.#shortfall(this, "trySpend", rest);
    return { ok: true, budget: Budget.#move(this, "trySpend", rest) };
  }

  /** `split` that answers instead of throwing when funds are short. Consumes; gives the budget back either way. */
  trySplit<More extends readonly AmountFor<Unit>[]>(
    this: Budget<Unit, Max>,
    amount: AmountFor<Unit>,
    ...more: More
  ): TrySplit<Unit, Max, More> {
    const { parts, total } = Budget.#carve(this, "trySplit", [amount, ...more]);
    const rest = this.#remaining - total;
    if (rest < 0) return Budget.#shortfall(this, "trySplit", rest);
    return { ok: true, parts: Budget.#deal(this, "trySplit", parts, rest) };
  }

  /** `reserve` that answers instead of throwing when funds are short. Consumes; gives the budget back either way. */
  tryReserve(this: Budget<Unit, Max>, amount: AmountFor<Unit>): TryReserve<Unit, Max> {
    const rest = Budget.#after(this, "tryReserve", amount);
    if (rest < 0) return Budget.#shortfall(this, "tryReserve", rest);
    const receipt = newReceipt(amount + 0, this.#unit as Unit);
    return { ok: true, budget: Budget.#move(this, "tryReserve", rest), receipt };
  }

  /** For logs. Borrows, and never throws: what is no live budget says so. */
  toString(): string {
    if (!Budget.#isGenuine(this)) return "Budget(not a handle)";
    return this.#movedBy === null
      ? `Budget(${formatAmount(this.#remaining, this.#unit)} of ${this.#max})`
      : `Budget(moved by ${this.#movedBy})`;
  }

  /** For logs. What it makes is no budget. Borrows, and never throws. */
  toJSON(): object {
    if (!Budget.#isGenuine(this)) return {};
    const { max, unit } = Budget.#balance(this);
    return this.#movedBy === null
      ? { remaining: this.#remaining, max, unit }
      : { movedBy: this.#movedBy, max, unit };
  }
}
