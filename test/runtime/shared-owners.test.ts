import {
  type affine,
  type Budget,
  BudgetCell,
  CapExceededError,
  InsufficientFundsError,
  InvalidAmountError,
  InvalidHandleError,
  Owned,
  takeFrom,
  UnitMismatchError,
  UseAfterMoveError,
} from "affine-budget";
import { describe, expect, it } from "vitest";
import { badAmounts, copies, invoke, mint, refusal } from "./support.js";

describe("BudgetCell", () => {
  it("consumes the budget that it is made of", () => {
    const b = mint.issue(10);
    const cell = new BudgetCell(b);
    expect([cell.remaining, cell.max, cell.unit]).toEqual([10, 10, "tokens"]);
    expect(refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => b.spend(1)).movedBy).toBe("new BudgetCell");
    refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => new BudgetCell(b));
  });

  it("spends, lets withdraw and deposit", () => {
    const cell = new BudgetCell(mint.issue(10));
    cell.spend(3);
    const part = cell.withdraw(5);
    expect([cell.remaining, part.remaining]).toEqual([2, 5]);
    cell.deposit(part.spend(1));
    expect(cell.remaining).toBe(6);
    refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => part.remaining);
  });

  it("is as it was when it refuses", () => {
    const cell = new BudgetCell<"tokens">(mint.issue(10));
    for (const [, amount] of badAmounts) {
      refusal(InvalidAmountError, "INVALID_AMOUNT", () => {
        cell.spend(amount);
      });
      refusal(InvalidAmountError, "INVALID_AMOUNT", () => cell.withdraw(amount));
    }
    refusal(InsufficientFundsError, "INSUFFICIENT_FUNDS", () => {
      cell.spend(11);
    });
    refusal(InsufficientFundsError, "INSUFFICIENT_FUNDS", () => cell.withdraw(11));
    const extra: Budget = mint.issue(1);
    refusal(CapExceededError, "CAP_EXCEEDED", () => {
      cell.deposit(extra);
    });
    const calls = mint.issue(0, { unit: "calls" });
    refusal(UnitMismatchError, "UNIT_MISMATCH", () => {
      cell.deposit(calls as never);
    });
    expect([cell.remaining, extra.remaining, calls.remaining]).toEqual([10, 1, 0]);
  });

  it.each(copies)("is not %s, and is not made of it", (_how, copy) => {
    const b: Budget = mint.issue(10);
    refusal(InvalidHandleError, "INVALID_HANDLE", () => new BudgetCell(copy(b) as Budget));
    const cell = new BudgetCell(b);
    const part = cell.withdraw(1);
    refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(BudgetCell, "spend", copy(cell), 1));
    refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(BudgetCell, "withdraw", copy(cell), 1));
    refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(BudgetCell, "deposit", copy(cell), part));
    expect([cell.remaining, part.remaining]).toEqual([9, 1]);
  });
});

describe("takeFrom", () => {
  it("moves a value out of a map", () => {
    const map = new Map([["a", mint.issue(10)]]);
    expect(takeFrom(map, "a")?.remaining).toBe(10);
    expect(takeFrom(map, "a")).toBeUndefined();
    expect(map.size).toBe(0);
  });
});

describe("Owned", () => {
  class Purse extends Owned {
    readonly #budget: Budget;

    constructor(budget: Budget) {
      super();
      this.#budget = budget;
    }

    peek(): number {
      this.requireLive("peek");
      return this.#budget.remaining;
    }

    open(this: Purse): Budget {
      this.consume("open");
      return this.#budget;
    }
  }

  it("is used once", () => {
    const purse = new Purse(mint.issue(10));
    expect(purse.peek()).toBe(10);
    expect(purse.open().remaining).toBe(10);
    const error = refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => purse.open());
    expect([error.operation, error.kind, error.movedBy]).toEqual(["open", "Purse", "open"]);
    expect(refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => purse.peek()).operation).toBe("peek");
  });

  it("refuses copies", () => {
    const purse = new Purse(mint.issue(10));
    const copy = Object.create(purse) as Purse;
    refusal(InvalidHandleError, "INVALID_HANDLE", () => copy.open());
    refusal(InvalidHandleError, "INVALID_HANDLE", () => copy.peek());
    expect(purse.open().remaining).toBe(10);
  });

  it("may be failure-atomic", () => {
    class Ticket extends Owned<"atomic"> {
      use(this: Ticket, valid: boolean): void {
        if (!valid) throw new RangeError("not valid yet");
        this.consume("use");
      }
    }
    const ticket = new Ticket();
    const mode: Ticket[typeof affine] | undefined = undefined;
    expect(mode).toBeUndefined();
    expect(() => {
      ticket.use(false);
    }).toThrow(RangeError);
    ticket.use(true);
    refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => {
      ticket.use(true);
    });
  });
});
