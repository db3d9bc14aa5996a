import * as main from "affine-budget";
import {
  Budget,
  BudgetCell,
  BudgetMint,
  BudgetPool,
  InvalidHandleError,
  Owned,
  Receipt,
  Refund,
  Reservation,
  Resolved,
  StreamingReceipt,
  UseAfterMoveError,
} from "affine-budget";
import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { invoke, mint, refusal } from "./support.js";

const handleClasses = { Budget, BudgetMint, Receipt, Refund, Reservation, Resolved, StreamingReceipt };
const ownerClasses = { BudgetCell, BudgetPool };

describe("no handle can be made without the mint", () => {
  it.each(Object.entries(handleClasses))("by new %s", (_name, handleClass) => {
    const construct = handleClass as unknown as new (...args: unknown[]) => unknown;
    for (const args of [[], [1, 1, "tokens"], [Symbol("affine-budget"), 1, 1, "tokens"]]) {
      refusal(InvalidHandleError, "INVALID_HANDLE", () => new construct(...args));
    }
  });

  it("by a subclass", () => {
    const Base = Budget as unknown as new (...args: unknown[]) => object;
    class Forged extends Base {}
    refusal(InvalidHandleError, "INVALID_HANDLE", () => new Forged(undefined, 1e6, 1e6, "tokens"));
  });

  it("by an export: none of them makes one", () => {
    expect(Object.keys(main).filter((name) => /^new|key|install|seal|budgets/.test(name))).toEqual([]);
  });
});

describe("nothing written on a handle or a class changes what methods do", () => {
  it.each(Object.entries({ ...handleClasses, ...ownerClasses }))("%s is frozen", (_name, handleClass) => {
    for (let proto: object | null = handleClass.prototype; proto !== Object.prototype;) {
      expect(Object.isFrozen(proto)).toBe(true);
      proto = Object.getPrototypeOf(proto) as object;
    }
    expect(Object.isFrozen(handleClass)).toBe(true);
  });

  it("Owned has a frozen prototype, and may be subclassed", () => {
    expect(Object.isFrozen(Owned.prototype)).toBe(true);
  });

  it("own properties are never read", () => {
    const b: Budget = mint.issue(10);
    for (const name of ["remaining", "max", "unit", "movedBy", "constructor", "covers", "close", "merge"]) {
      Object.defineProperty(b, name, { value: 1e9 });
    }
    refusal(main.InsufficientFundsError, "INSUFFICIENT_FUNDS", () => b.spend(11));
    const [part, rest] = b.split(4);
    expect([part.remaining, part.max, part.unit, rest.remaining]).toEqual([4, 10, "tokens", 6]);
  });

  it("patching Number does not make negative amounts valid", () => {
    const spy = vi.spyOn(Number, "isSafeInteger").mockReturnValue(true);
    const b = mint.issue(10);
    refusal(main.InvalidAmountError, "INVALID_AMOUNT", () => b.spend(-1e6));
    spy.mockRestore();
    expect(b.remaining).toBe(10);
  });

  it("patching array iteration does not make the parts of a split more than the whole", () => {
    const original = Array.prototype[Symbol.iterator];
    let iterations = 0;
    const b: Budget = mint.issue(10);
    let parts: readonly Budget[];
    // Honest the first times, as while amounts are summed, then generous, as while parts would be made.
    Array.prototype[Symbol.iterator] = function* (this: unknown[]) {
      iterations++;
      for (let i = 0; i < this.length; i++)
        yield typeof this[i] === "number" && iterations > 2 ? 1e6 : this[i];
    } as typeof original;
    try {
      parts = b.split(1, 2);
    } catch {
      parts = [b];
    } finally {
      Array.prototype[Symbol.iterator] = original;
    }
    expect(iterations).toBeGreaterThan(0);
    expect(parts.reduce((sum, part) => sum + part.remaining, 0)).toBe(10);
  });
});

describe("a handle of another copy of the package", () => {
  it("is foreign", async () => {
    vi.resetModules();
    const copy = await import("affine-budget/testing");
    const theirs = copy.BudgetMint.forTesting().issue(5) as unknown as Budget;
    const ours: Budget = mint.issue(5, { max: 10 });
    refusal(InvalidHandleError, "INVALID_HANDLE", () => ours.merge(theirs));
    refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(Budget, "spend", theirs, 1));
    refusal(InvalidHandleError, "INVALID_HANDLE", () => new BudgetPool(theirs));
    refusal(InvalidHandleError, "INVALID_HANDLE", () => new BudgetCell(theirs));
    expect([ours.remaining, theirs.remaining]).toEqual([5, 5]);
  });
});

describe("logs", () => {
  const [rest, receipt] = mint.issue(100).reserve(60);
  const [, stream] = rest.stream(10);
  const moved = mint.issue(3);
  moved.close();
  const refund = mint.issue(9).reserve(9)[1].confirm(4);
  const dollars = mint.issue(main.usd(1.5), { unit: "usd" });
  const overrun = mint.issue(9).reserve(9)[1];
  expect(() => overrun.confirm(10)).toThrow();
  const spentRefund = mint.issue(9).reserve(9)[1].confirm(9);
  spentRefund.forfeit();

  it.each<[string, { toString(): string }, string, unknown]>([
    ["a budget", mint.issue(5), "Budget(5 tokens of 5)", { remaining: 5, max: 5, unit: "tokens" }],
    [
      "dollars",
      dollars,
      "Budget(1500000000 nano-USD ($1.5) of 1500000000)",
      { remaining: 15e8, max: 15e8, unit: "usd" },
    ],
    ["a moved budget", moved, "Budget(moved by close)", { movedBy: "close", max: 3, unit: "tokens" }],
    ["a receipt", receipt, "Receipt(60 tokens)", { reserved: 60, exhausted: false, unit: "tokens" }],
    [
      "an exhausted receipt",
      overrun,
      "Receipt(9 tokens, exhausted)",
      { reserved: 9, exhausted: true, unit: "tokens" },
    ],
    ["a refund", refund, "Refund(5 tokens)", { amount: 5, unit: "tokens" }],
    ["a moved refund", spentRefund, "Refund(moved by forfeit)", { movedBy: "forfeit", unit: "tokens" }],
    [
      "a streaming receipt",
      stream,
      "StreamingReceipt(0 of 10 tokens)",
      { reserved: 10, confirmed: 0, exhausted: false, unit: "tokens" },
    ],
  ])("show %s", (_what, handle, text, json) => {
    expect(String(handle)).toBe(text);
    expect(inspect(handle)).toBe(text);
    expect(inspect({ nested: handle })).toBe(`{ nested: ${text} }`);
    expect(JSON.parse(JSON.stringify(handle))).toEqual(json);
  });

  it.each(Object.entries({ ...handleClasses, ...ownerClasses }))(
    "show what is no %s, and never throw",
    (name, c) => {
      const fake = Object.create(c.prototype) as { toString(): string };
      expect(String(fake)).toContain(name);
      expect(inspect(fake)).toContain(name);
      expect(JSON.parse(JSON.stringify(fake))).toEqual({});
      expect(invoke(c, "toString", null)).toContain(name);
    },
  );

  it("leave the handle as it was", () => {
    const b = mint.issue(5);
    expect(`${String(b)} ${inspect(b)} ${JSON.stringify(b)}`).toContain("5 tokens");
    expect(b.remaining).toBe(5);
    expect(refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => moved.remaining).movedBy).toBe("close");
  });
});
