import {
  Budget,
  CapExceededError,
  InsufficientFundsError,
  InvalidAmountError,
  InvalidHandleError,
  UnitMismatchError,
  usd,
  UseAfterMoveError,
} from "affine-budget";
import { describe, expect, it } from "vitest";
import { badAmounts, copies, invoke, mint, refusal } from "./support.js";

describe("a budget", () => {
  it("says what it holds", () => {
    const b = mint.issue(1_000, { max: 2_000 });
    expect([b.remaining, b.max, b.unit]).toEqual([1_000, 2_000, "tokens"]);
  });

  it("covers what it holds, and no more", () => {
    const b = mint.issue(10);
    expect([b.covers(0), b.covers(10), b.covers(11)]).toEqual([true, true, false]);
  });

  it("spends down to zero", () => {
    const b = mint.issue(10).spend(4).spend(0).spend(6);
    expect([b.remaining, b.max]).toEqual([0, 10]);
  });

  it("splits into a part for each amount, then the rest, all with its max", () => {
    const one = mint.issue(10).split(3);
    expect(one.map((part) => [part.remaining, part.max])).toEqual([
      [3, 10],
      [7, 10],
    ]);
    const three = mint.issue(10).split(1, 2, 7);
    expect(three.map((part) => part.remaining)).toEqual([1, 2, 7, 0]);
  });

  it("merges into the max of the receiver", () => {
    const [a, b] = mint.issue(10, { max: 20 }).split(4);
    const whole = a.merge(b);
    expect([whole.remaining, whole.max]).toEqual([10, 20]);
  });

  it("closes for what was left", () => {
    expect(mint.issue(10).spend(3).close()).toBe(7);
  });

  it("counts dollars in nano-USD, and units of the user's own", () => {
    const b = mint.issue(usd(1.5), { unit: "usd" }).spend(usd("0.000000001"));
    expect([b.remaining, b.unit]).toEqual([1_499_999_999, "usd"]);
    expect(mint.issue(3, { unit: "calls" }).spend(1).unit).toBe("calls");
  });

  it("keeps negative zero out", () => {
    const [part, rest] = mint.issue(-0, { max: 0 }).split(-0);
    for (const b of [part, rest]) {
      expect(Object.is(b.remaining, 0)).toBe(true);
      expect(Object.is(b.max, 0)).toBe(true);
    }
    expect(Object.is(rest.spend(-0).remaining, 0)).toBe(true);
  });

  it("counts exactly up to 2^53 - 1", () => {
    const [a, b] = mint.issue(2 ** 53 - 1).split(1);
    expect(b.remaining).toBe(2 ** 53 - 2);
    expect(a.merge(b).remaining).toBe(2 ** 53 - 1);
  });
});

describe("try*", () => {
  it("trySpend gives the rest, or the budget and what it falls short", () => {
    const paid = mint.issue(10).trySpend(4);
    expect([paid.ok, paid.budget.remaining]).toEqual([true, 6]);
    const short = mint.issue(10).trySpend(14);
    expect(short).toMatchObject({ ok: false, shortfall: 4 });
    expect(short.budget.remaining).toBe(10);
  });

  it("trySplit gives the parts, or the budget and what it falls short", () => {
    const divided = mint.issue(10).trySplit(4, 5);
    expect(divided.ok && divided.parts.map((part) => part.remaining)).toEqual([4, 5, 1]);
    const short = mint.issue(10).trySplit(4, 5, 6);
    expect(short).toMatchObject({ ok: false, shortfall: 5 });
    expect(!short.ok && short.budget.remaining).toBe(10);
  });

  it("tryReserve gives rest and receipt, or the budget and what it falls short", () => {
    const held = mint.issue(10).tryReserve(4);
    expect(held.budget.remaining).toBe(6);
    expect(held.ok && held.receipt.reserved).toBe(4);
    const short = mint.issue(10).tryReserve(11);
    expect(short).toMatchObject({ ok: false, shortfall: 1 });
    expect(short.budget.remaining).toBe(10);
  });

  it("consumes the handle on either outcome", () => {
    const b = mint.issue(10);
    const short = b.trySpend(11);
    expect(refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => b.remaining).movedBy).toBe("trySpend");
    expect(short.budget).not.toBe(b);
  });
});

/** Each operation of a budget that takes an amount, asked for `n`. */
const operations: readonly (readonly [name: string, act: (b: Budget, n: number) => unknown])[] = [
  ["spend", (b, n) => b.spend(n)],
  ["split", (b, n) => b.split(n)],
  ["split, more", (b, n) => b.split(0, n)],
  ["reserve", (b, n) => b.reserve(n)],
  ["stream", (b, n) => b.stream(n)],
  ["trySpend", (b, n) => b.trySpend(n)],
  ["trySplit", (b, n) => b.trySplit(n)],
  ["tryReserve", (b, n) => b.tryReserve(n)],
  ["covers", (b, n) => b.covers(n)],
];

describe("a refused operation leaves the budget as it was", () => {
  describe.each(operations)("%s", (name, act) => {
    it.each(badAmounts)("refuses %s", (_what, amount) => {
      const b = mint.issue(10);
      const error = refusal(InvalidAmountError, "INVALID_AMOUNT", () => act(b, amount));
      expect(error.operation).toBe(name.split(",")[0]);
      expect(b.spend(10).remaining).toBe(0);
    });

    it("refuses a moved budget, and names what moved it", () => {
      const b = mint.issue(10);
      const rest = b.spend(1);
      const error = refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => act(b, 1));
      expect([error.kind, error.movedBy, error.movedAt]).toEqual(["Budget", "spend", undefined]);
      expect(error.message).toContain("moved by spend");
      expect(rest.remaining).toBe(9);
    });

    it.each(copies)("refuses %s", (_how, copy) => {
      const b = mint.issue(10);
      const method = name.split(",")[0] ?? name;
      refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(Budget, method, copy(b), 1));
      expect(b.remaining).toBe(10);
    });
  });

  it.each([
    ["spend", (b: Budget) => b.spend(11)],
    ["split", (b: Budget) => b.split(5, 6)],
    ["reserve", (b: Budget) => b.reserve(11)],
    ["stream", (b: Budget) => b.stream(11)],
  ])("%s refuses more than remains", (operation, act) => {
    const b = mint.issue(10);
    const error = refusal(InsufficientFundsError, "INSUFFICIENT_FUNDS", () => act(b));
    expect(error).toMatchObject({ operation, requested: 11, remaining: 10, unit: "tokens", shortfall: 1 });
    expect(error.message).toMatch(/11 tokens.*10 tokens/);
    expect(b.remaining).toBe(10);
  });

  it.each([
    ["split", (b: Budget) => b.split(2 ** 53 - 1, 1)],
    ["trySplit", (b: Budget) => b.trySplit(2 ** 53 - 1, 2 ** 53 - 1)],
  ])("%s refuses amounts whose sum is no amount", (_operation, act) => {
    const b = mint.issue(10);
    refusal(InvalidAmountError, "INVALID_AMOUNT", () => act(b));
    expect(b.remaining).toBe(10);
  });
});

describe("merge refuses, and leaves both as they were,", () => {
  it("more than the max of the receiver", () => {
    const a: Budget = mint.issue(6, { max: 10 });
    const b: Budget = mint.issue(5, { max: 20 });
    const error = refusal(CapExceededError, "CAP_EXCEEDED", () => a.merge(b));
    expect(error).toMatchObject({ added: 5, remaining: 6, max: 10, unit: "tokens" });
    expect([a.remaining, b.remaining]).toEqual([6, 5]);
    expect(b.merge(a).remaining).toBe(11);
  });

  it("a sum over 2^53 - 1", () => {
    const a = mint.issue(2 ** 53 - 1);
    const b = mint.issue(2 ** 53 - 1);
    refusal(CapExceededError, "CAP_EXCEEDED", () => a.merge(b));
    expect([a.remaining, b.remaining]).toEqual([2 ** 53 - 1, 2 ** 53 - 1]);
  });

  it("another unit", () => {
    const tokens = mint.issue(1, { max: 10 });
    const calls = mint.issue(1, { unit: "calls", max: 10 });
    const error = refusal(UnitMismatchError, "UNIT_MISMATCH", () => tokens.merge(calls as never));
    expect([error.expected, error.actual]).toEqual(["tokens", "calls"]);
    expect([tokens.remaining, calls.remaining]).toEqual([1, 1]);
  });

  it("itself", () => {
    const b = mint.issue(1, { max: 10 });
    const error = refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => b.merge(b));
    expect(error.movedBy).toBe("merge");
    expect(error.message).toContain("with itself");
    expect(b.remaining).toBe(1);
  });

  it("a moved budget, on either side", () => {
    const moved: Budget = mint.issue(1);
    moved.close();
    const b: Budget = mint.issue(1, { max: 10 });
    refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => b.merge(moved));
    refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => moved.merge(b));
    expect(b.remaining).toBe(1);
  });

  it.each(copies)("%s", (_how, copy) => {
    const b: Budget = mint.issue(1, { max: 10 });
    const other = mint.issue(1);
    refusal(InvalidHandleError, "INVALID_HANDLE", () => b.merge(copy(other) as Budget));
    expect([b.remaining, other.remaining]).toEqual([1, 1]);
  });

  it("a handle of another kind", () => {
    const b: Budget = mint.issue(1, { max: 10 });
    const [, receipt] = mint.issue(1).reserve(1);
    expect(refusal(InvalidHandleError, "INVALID_HANDLE", () => b.merge(receipt as never)).expected).toBe(
      "Budget",
    );
    expect([b.remaining, receipt.reserved]).toEqual([1, 1]);
  });
});

describe("a moved budget", () => {
  it.each([
    ["spend", (b: Budget) => b.spend(1)],
    ["split", (b: Budget) => b.split(1)],
    ["merge", (b: Budget) => b.merge(mint.issue(0) as Budget)],
    ["merge", (b: Budget) => (mint.issue(0, { max: 10 }) as Budget).merge(b)],
    ["reserve", (b: Budget) => b.reserve(1)],
    ["stream", (b: Budget) => b.stream(1)],
    ["close", (b: Budget) => b.close()],
    ["trySplit", (b: Budget) => b.trySplit(1)],
    ["tryReserve", (b: Budget) => b.tryReserve(1)],
  ])("after %s says so, but for its unit and max", (operation, move) => {
    const b: Budget = mint.issue(10);
    move(b);
    expect(refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => b.remaining).movedBy).toBe(operation);
    refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => b.close());
    expect([b.unit, b.max]).toEqual(["tokens", 10]);
  });
});
