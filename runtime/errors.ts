import { formatAmount } from "./internal/format.js";

/** Stable codes of the errors, for callers that cannot use `instanceof` (two copies of the package, a worker's message). */
export type BudgetErrorCode =
  | "INVALID_AMOUNT"
  | "INSUFFICIENT_FUNDS"
  | "CAP_EXCEEDED"
  | "OVERRUN"
  | "USE_AFTER_MOVE"
  | "INVALID_HANDLE"
  | "UNIT_MISMATCH"
  | "AUTHORITY"
  | "ALREADY_RESOLVED"
  | "UNRESOLVED"
  | "CALL_REFUSED";

/** What every refusal of the runtime is. A refusal changes nothing: receiver and arguments are still live (T10). */
export abstract class BudgetError extends Error {
  abstract readonly code: BudgetErrorCode;
}

/** Not a non-negative safe integer, or a sum of amounts that is none. */
export class InvalidAmountError extends BudgetError {
  override readonly name = "InvalidAmountError";
  readonly code = "INVALID_AMOUNT";
  constructor(
    readonly operation: string,
    /** What was given instead of an amount. */
    readonly amount: unknown,
    /** What would have been right, when it is not a plain amount. */
    expected = "a whole number from 0 to 2^53 - 1; round first, and write dollars as usd(1.25)",
  ) {
    super(`${operation}: ${show(amount)} is not ${expected}.`);
  }
}

/** The budget holds less than was asked for. */
export class InsufficientFundsError extends BudgetError {
  override readonly name = "InsufficientFundsError";
  readonly code = "INSUFFICIENT_FUNDS";
  constructor(
    readonly operation: string,
    readonly requested: number,
    readonly remaining: number,
    readonly unit: string,
  ) {
    super(
      `${operation}: asked for ${formatAmount(requested, unit)}, but only ${formatAmount(remaining, unit)} remain. ` +
        "The budget is unchanged: ask for less, or test with covers() first.",
    );
  }

  /** By how much the request exceeds what remains. */
  get shortfall(): number {
    return this.requested - this.remaining;
  }
}

/** A budget would hold more than its `max`. */
export class CapExceededError extends BudgetError {
  override readonly name = "CapExceededError";
  readonly code = "CAP_EXCEEDED";
  constructor(
    readonly operation: string,
    /** What should have been added. */
    readonly added: number,
    readonly remaining: number,
    readonly max: number,
    readonly unit: string,
  ) {
    super(
      `${operation}: adding ${formatAmount(added, unit)} to ${formatAmount(remaining, unit)} exceeds the cap of ` +
        `${formatAmount(max, unit)}. Both are unchanged: merge into a budget issued with a higher max.`,
    );
  }
}

/** The actual cost is over the reservation. Nothing of the reservation is refunded any more. */
export class OverrunError extends BudgetError {
  override readonly name = "OverrunError";
  readonly code = "OVERRUN";
  constructor(
    readonly operation: string,
    readonly actual: number,
    /** What the reservation still held for it. */
    readonly reserved: number,
    readonly unit: string,
  ) {
    super(
      `${operation}: the actual cost, ${formatAmount(actual, unit)}, is over the ${formatAmount(reserved, unit)} that ` +
        `the reservation holds, by ${formatAmount(actual - reserved, unit)}. The whole reservation counts as spent; ` +
        "reserve an upper bound of the cost.",
    );
  }

  /** By how much the cost is over the reservation. */
  get excess(): number {
    return this.actual - this.reserved;
  }
}

/** A handle was used after an operation had moved it. */
export class UseAfterMoveError extends BudgetError {
  override readonly name = "UseAfterMoveError";
  readonly code = "USE_AFTER_MOVE";
  constructor(
    /** What was tried. */
    readonly operation: string,
    /** Class of the handle. */
    readonly kind: string,
    /** The operation that moved the handle. */
    readonly movedBy: string,
    /** Stack of that operation, if `debugMoves(true)` was in force. */
    readonly movedAt: string | undefined,
    message = `${operation}: this ${kind} was moved by ${movedBy}, so it cannot be used again. Use what ${movedBy} returned` +
      (movedAt === undefined
        ? "; debugMoves(true) makes this message say where it was moved."
        : `. It was moved here:\n${movedAt}\nand used again here:`),
  ) {
    super(message);
  }
}

/** Not a handle of this copy of the package, or one of another kind: foreign, copied, forged. */
export class InvalidHandleError extends BudgetError {
  override readonly name = "InvalidHandleError";
  readonly code = "INVALID_HANDLE";
  constructor(
    readonly operation: string,
    /** Class of the handle that was expected. */
    readonly expected: string,
  ) {
    super(
      `${operation}: expected a ${expected} that this copy of affine-budget made. A copy (spread, structuredClone, ` +
        "Object.create, JSON) or a handle of another copy of the package holds nothing: pass the original.",
    );
  }
}

/** Handles of two units met. */
export class UnitMismatchError extends BudgetError {
  override readonly name = "UnitMismatchError";
  readonly code = "UNIT_MISMATCH";
  constructor(
    readonly operation: string,
    readonly expected: string,
    readonly actual: unknown,
  ) {
    super(
      `${operation}: expected the unit ${expected}, got ${show(actual)}. Units do not convert: keep one budget for each.`,
    );
  }
}

/** The realm's authority to mint was taken before, or somebody else asks for it. */
export class AuthorityError extends BudgetError {
  override readonly name = "AuthorityError";
  readonly code = "AUTHORITY";
}

/** A reservation was committed, cancelled, forfeited or over-run before, or its lease has ended. */
export class AlreadyResolvedError extends BudgetError {
  override readonly name = "AlreadyResolvedError";
  readonly code = "ALREADY_RESOLVED";
  constructor(
    readonly operation: string,
    /** What resolved it: an operation, or the end of the lease. */
    readonly resolvedBy: string,
  ) {
    super(
      `${operation}: this Reservation was already resolved by ${resolvedBy}. Resolve it once, within its lease.`,
    );
  }
}

/** The callback of `withReservation` did not return what `commit` or `cancel` of its reservation made. */
export class UnresolvedError extends BudgetError {
  override readonly name = "UnresolvedError";
  readonly code = "UNRESOLVED";
}

/** Never throws, whatever it is given: it runs while an error is being made. */
function show(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "bigint":
      return `${value}n`;
    case "object":
      return value === null ? "null" : "an object";
    case "function":
      return "a function";
    case "number":
    case "boolean":
    case "symbol":
    case "undefined":
      return String(value);
  }
}
