import {
  BudgetMint,
  CapExceededError,
  InvalidAmountError,
  InvalidHandleError,
  UnitMismatchError,
  usd,
} from "affine-budget";
import { describe, expect, it } from "vitest";
import { badAmounts, copies, invoke, mint, refusal } from "./support.js";

describe("issue", () => {
  it("makes a budget of tokens, capped at its amount", () => {
    const b = mint.issue(1_000);
    expect([b.remaining, b.max, b.unit]).toEqual([1_000, 1_000, "tokens"]);
  });

  it("takes a higher cap, and a unit", () => {
    const b = mint.issue(1, { max: 5, unit: "calls" });
    expect([b.remaining, b.max, b.unit]).toEqual([1, 5, "calls"]);
    const dollars = mint.issue(usd(1), { max: usd(2), unit: "usd" });
    expect([dollars.remaining, dollars.max, dollars.unit]).toEqual([1e9, 2e9, "usd"]);
  });

  it.each(badAmounts)("refuses %s", (what, amount) => {
    refusal(InvalidAmountError, "INVALID_AMOUNT", () => mint.issue(amount));
    // Left out is not wrong: the cap is then the amount.
    if (what !== "undefined")
      refusal(InvalidAmountError, "INVALID_AMOUNT", () => mint.issue(1, { max: amount }));
  });

  it("refuses more than the cap", () => {
    const error = refusal(CapExceededError, "CAP_EXCEEDED", () => mint.issue(2, { max: 1 }));
    expect(error).toMatchObject({ added: 2, remaining: 0, max: 1 });
  });

  it.each([
    ["the empty string", ""],
    ["a number", 5],
    ["null", null],
  ])("refuses %s as a unit", (_what, unit) => {
    refusal(UnitMismatchError, "UNIT_MISMATCH", () => mint.issue(1, { unit: unit as "calls" }));
  });

  it.each(copies)("refuses %s of the mint", (_how, copy) => {
    refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(BudgetMint, "issue", copy(mint), 1));
  });
});
