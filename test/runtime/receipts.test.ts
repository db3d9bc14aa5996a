import {
  type Budget,
  CapExceededError,
  InvalidAmountError,
  InvalidHandleError,
  OverrunError,
  Receipt,
  Refund,
  StreamingReceipt,
  UnitMismatchError,
  UseAfterMoveError,
} from "affine-budget";
import { describe, expect, it } from "vitest";
import { badAmounts, copies, invoke, mint, refusal } from "./support.js";

describe("a receipt", () => {
  it("confirms for a refund of what was not spent", () => {
    const [rest, receipt] = mint.issue(100).reserve(60);
    expect([rest.remaining, receipt.reserved, receipt.unit]).toEqual([40, 60, "tokens"]);
    const refund = receipt.confirm(25);
    expect(refund.amount).toBe(35);
    expect(refund.applyTo(rest).remaining).toBe(75);
  });

  it("settles in one step", () => {
    const [rest, receipt] = mint.issue(100).reserve(60);
    const b = receipt.settle(rest, 25);
    expect([b.remaining, b.max]).toEqual([75, 100]);
    refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => rest.remaining);
    refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => receipt.reserved);
  });

  it("charges an excess to the budget that covers it", () => {
    const [rest, receipt] = mint.issue(100).reserve(60);
    expect(receipt.settle(rest, 100).remaining).toBe(0);
  });

  it("settles exactly at 2^53 - 1", () => {
    const [rest, receipt] = mint.issue(2 ** 53 - 1).reserve(2 ** 53 - 1);
    expect(receipt.settle(rest, 0).remaining).toBe(2 ** 53 - 1);
  });

  it("forfeits for nothing", () => {
    const [rest, receipt] = mint.issue(100).reserve(60);
    expect(receipt.forfeit()).toBeUndefined();
    expect(rest.remaining).toBe(40);
  });

  it("is over-run by settle only when the budget does not cover the excess", () => {
    const [rest, receipt] = mint.issue(100).reserve(60);
    const error = refusal(OverrunError, "OVERRUN", () => receipt.settle(rest, 101));
    expect(error).toMatchObject({
      operation: "settle",
      actual: 101,
      reserved: 60,
      excess: 41,
      unit: "tokens",
    });
    expect(rest.remaining).toBe(40);
  });

  it("that is over-run stays owned, but only forfeit succeeds", () => {
    const [rest, receipt] = mint.issue(100).reserve(60);
    expect(refusal(OverrunError, "OVERRUN", () => receipt.confirm(61)).excess).toBe(1);
    refusal(OverrunError, "OVERRUN", () => receipt.confirm(1));
    refusal(OverrunError, "OVERRUN", () => receipt.settle(rest, 1));
    refusal(OverrunError, "OVERRUN", () => receipt.settle(rest, 60));
    expect([receipt.reserved, rest.remaining]).toEqual([60, 40]);
    receipt.forfeit();
    refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => receipt.forfeit());
    expect(rest.remaining).toBe(40);
  });

  it.each(badAmounts)("refuses %s, which exhausts nothing", (_what, amount) => {
    const [rest, receipt] = mint.issue(100).reserve(60);
    refusal(InvalidAmountError, "INVALID_AMOUNT", () => receipt.confirm(amount));
    refusal(InvalidAmountError, "INVALID_AMOUNT", () => receipt.settle(rest, amount));
    expect(receipt.settle(rest, 60).remaining).toBe(40);
  });

  it("refuses to settle with a budget that it may not fill", () => {
    const [rest, receipt] = mint.issue(100).reserve(60);
    const small: Budget = mint.issue(1);
    refusal(CapExceededError, "CAP_EXCEEDED", () => receipt.settle(small, 0));
    const calls = mint.issue(10, { unit: "calls", max: 100 });
    refusal(UnitMismatchError, "UNIT_MISMATCH", () => receipt.settle(calls as never, 0));
    expect([small.remaining, calls.remaining]).toEqual([1, 10]);
    const moved = rest.spend(0);
    refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => receipt.settle(rest, 0));
    expect(receipt.settle(moved, 0).remaining).toBe(100);
  });

  it("resolves once", () => {
    const [, receipt] = mint.issue(100).reserve(60);
    const refund = receipt.confirm(1);
    const error = refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => receipt.confirm(1));
    expect([error.kind, error.movedBy]).toEqual(["Receipt", "confirm"]);
    expect([refund.amount, receipt.unit]).toEqual([59, "tokens"]);
  });

  it.each(copies)("is not %s", (_how, copy) => {
    const [rest, receipt] = mint.issue(100).reserve(60);
    const fake = copy(receipt);
    refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(Receipt, "confirm", fake, 1));
    refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(Receipt, "settle", fake, rest, 1));
    refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(Receipt, "forfeit", fake));
    expect(receipt.settle(rest, 60).remaining).toBe(40);
  });

  it("settles with no copy of a budget", () => {
    const [rest, receipt] = mint.issue(100).reserve(60);
    for (const [, copy] of copies) {
      refusal(InvalidHandleError, "INVALID_HANDLE", () =>
        receipt.settle(copy(rest) as Budget<"tokens", 100>, 1),
      );
    }
    expect([receipt.reserved, rest.remaining]).toEqual([60, 40]);
  });
});

describe("a refund", () => {
  const reserve = () => {
    const [rest, receipt] = mint.issue(100).reserve(60);
    return { rest, refund: receipt.confirm(10) };
  };

  it("applies once", () => {
    const { rest, refund } = reserve();
    const whole = refund.applyTo(rest);
    expect([whole.remaining, refund.unit]).toEqual([90, "tokens"]);
    expect(refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => refund.amount).movedBy).toBe("applyTo");
    refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => refund.applyTo(whole));
    expect(whole.remaining).toBe(90);
  });

  it("forfeits for nothing", () => {
    const { rest, refund } = reserve();
    refund.forfeit();
    refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => refund.applyTo(rest));
    expect(rest.remaining).toBe(40);
  });

  it("refuses a budget that it may not fill", () => {
    const { rest, refund } = reserve();
    const full: Budget = mint.issue(1);
    refusal(CapExceededError, "CAP_EXCEEDED", () => refund.applyTo(full));
    const calls = mint.issue(1, { unit: "calls", max: 100 });
    refusal(UnitMismatchError, "UNIT_MISMATCH", () => refund.applyTo(calls as never));
    for (const [, copy] of copies) {
      refusal(InvalidHandleError, "INVALID_HANDLE", () => refund.applyTo(copy(rest) as Budget));
    }
    expect([full.remaining, calls.remaining, rest.remaining, refund.amount]).toEqual([1, 1, 40, 50]);
  });

  it.each(copies)("is not %s", (_how, copy) => {
    const { rest, refund } = reserve();
    refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(Refund, "applyTo", copy(refund), rest));
    refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(Refund, "forfeit", copy(refund)));
    expect(refund.applyTo(rest).remaining).toBe(90);
  });

  it("is no receipt", () => {
    const { refund } = reserve();
    refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(Receipt, "forfeit", refund));
    expect(refund.amount).toBe(50);
  });
});

describe("a streaming receipt", () => {
  it("counts chunk by chunk, and closes for the rest", () => {
    const [rest, stream] = mint.issue(100).stream(60);
    stream.chunk(10);
    stream.chunk(0);
    stream.chunk(15);
    expect([stream.reserved, stream.confirmed, stream.remaining, stream.unit]).toEqual([
      60,
      25,
      35,
      "tokens",
    ]);
    expect(stream.close().applyTo(rest).remaining).toBe(75);
    for (const get of [() => stream.reserved, () => stream.confirmed, () => stream.remaining]) {
      expect(refusal(UseAfterMoveError, "USE_AFTER_MOVE", get).movedBy).toBe("close");
    }
  });

  it("may be filled to the brim", () => {
    const [rest, stream] = mint.issue(100).stream(60);
    stream.chunk(60);
    expect(stream.close().applyTo(rest).remaining).toBe(40);
  });

  it("does not count a chunk that over-runs, and refunds nothing after it", () => {
    const [rest, stream] = mint.issue(100).stream(60);
    stream.chunk(50);
    const error = refusal(OverrunError, "OVERRUN", () => {
      stream.chunk(11);
    });
    expect(error).toMatchObject({ operation: "chunk", actual: 11, reserved: 10, excess: 1 });
    expect([stream.confirmed, stream.remaining]).toEqual([50, 10]);
    refusal(OverrunError, "OVERRUN", () => {
      stream.chunk(1);
    });
    refusal(OverrunError, "OVERRUN", () => stream.close());
    expect(stream.confirmed).toBe(50);
    stream.forfeit();
    refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => stream.close());
    expect(rest.remaining).toBe(40);
  });

  it.each(badAmounts)("refuses %s, which exhausts nothing", (_what, amount) => {
    const [rest, stream] = mint.issue(100).stream(60);
    refusal(InvalidAmountError, "INVALID_AMOUNT", () => {
      stream.chunk(amount);
    });
    expect(stream.close().applyTo(rest).remaining).toBe(100);
  });

  it.each(copies)("is not %s", (_how, copy) => {
    const [, stream] = mint.issue(100).stream(60);
    for (const method of ["chunk", "close", "forfeit"]) {
      refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(StreamingReceipt, method, copy(stream), 1));
    }
    expect(stream.remaining).toBe(60);
  });
});
