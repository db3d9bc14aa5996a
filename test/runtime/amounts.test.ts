import { InvalidAmountError, usd } from "affine-budget";
import { describe, expect, it } from "vitest";
import { refusal } from "./support.js";

describe("usd", () => {
  it.each([
    [0, 0],
    [-0, 0],
    [1, 1_000_000_000],
    [1.25, 1_250_000_000],
    [1.1, 1_100_000_000],
    [0.1 + 0.2, 300_000_000],
    [4.35, 4_350_000_000],
    [1e-9, 1],
    [1.5e-9, 2],
    [4e-10, 0],
    [9_007_199, 9_007_199_000_000_000],
  ])("counts %d dollars as %d nano-USD", (dollars, nano) => {
    expect(usd(dollars)).toBe(nano);
  });

  it.each([
    ["0.000000001", 1],
    ["1.25", 1_250_000_000],
    ["1.", 1_000_000_000],
    ["0001", 1_000_000_000],
    ["2.5e-3", 2_500_000],
    ["1E+2", 100_000_000_000],
    // Half up, decided on the digits as written.
    ["0.0000000005", 1],
    ["0.00000000049999999999999999999", 0],
    ["1.0000000014999999999999999999", 1_000_000_001],
    ["1.0000000015", 1_000_000_002],
    ["9007199.254740991", 2 ** 53 - 1],
    ["0e9999", 0],
    ["1e-9999", 0],
  ])("counts %j dollars as %d nano-USD", (dollars, nano) => {
    expect(usd(dollars)).toBe(nano);
  });

  it.each([
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    9_007_199.26,
    1e22,
    "",
    " 1",
    "-1",
    "1,5",
    "$1",
    "0x10",
    "1e9999",
    "9007199.254740992",
    "9007199.2547409915",
    1n as never,
    null as never,
    ["1"] as never,
  ])("refuses %o", (dollars) => {
    const error = refusal(InvalidAmountError, "INVALID_AMOUNT", () => usd(dollars));
    expect(error.amount).toBe(dollars);
    expect(error.message).toContain("usd: ");
  });
});
