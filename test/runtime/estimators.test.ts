import {
  Adaptive,
  ByteLength,
  InvalidAmountError,
  Tokenizer,
  WithMargin,
  WithReasoning,
} from "affine-budget";
import { describe, expect, it, vi } from "vitest";
import { badAmounts, refusal } from "./support.js";

const fixed = (tokens: number) => ({ estimate: () => tokens });

describe("ByteLength", () => {
  it.each([
    "",
    "ascii",
    "é",
    "߿",
    "ࠀ",
    "€",
    "￿",
    "😀",
    "a😀b",
    "\ud800",
    "\udc00",
    "\ud800a",
    "\udc00\ud800",
    "日本語",
  ])("counts the UTF-8 bytes of %j", (prompt) => {
    const bytes = new TextEncoder().encode(prompt).length;
    expect(new ByteLength().estimate(prompt)).toBe(bytes);
    expect(ByteLength.estimate(prompt)).toBe(bytes);
  });
});

describe("WithMargin", () => {
  it("rounds up", () => {
    expect(new WithMargin(fixed(3), 1.5).estimate("")).toBe(5);
    expect(new WithMargin(new ByteLength(), 2).estimate("日本")).toBe(12);
    expect(new WithMargin(ByteLength, 1).estimate("abc")).toBe(3);
  });

  it.each([0.99, 0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses a factor of %d", (factor) => {
    refusal(InvalidAmountError, "INVALID_AMOUNT", () => new WithMargin(ByteLength, factor));
  });

  it("refuses an estimate that is no amount", () => {
    refusal(InvalidAmountError, "INVALID_AMOUNT", () => new WithMargin(fixed(2 ** 53 - 1), 2).estimate(""));
  });
});

describe("WithReasoning", () => {
  it("adds the hidden tokens", () => {
    expect(new WithReasoning(ByteLength, 4_000).estimate("abc")).toBe(4_003);
  });

  it("refuses what is no amount", () => {
    for (const [, hidden] of badAmounts) {
      refusal(InvalidAmountError, "INVALID_AMOUNT", () => new WithReasoning(ByteLength, hidden));
    }
    refusal(InvalidAmountError, "INVALID_AMOUNT", () =>
      new WithReasoning(ByteLength, 2 ** 53 - 1).estimate("a"),
    );
  });
});

describe("Adaptive", () => {
  it("starts from its floor", () => {
    expect(new Adaptive().for("m").estimate("x".repeat(10))).toBe(12);
    expect(new Adaptive({ floor: 2 }).for("m").estimate("x".repeat(10))).toBe(20);
  });

  it("follows the highest ratio seen, plus epsilon, for each model", () => {
    const adaptive = new Adaptive();
    const model = adaptive.for("m");
    model.observe("x".repeat(100), 150);
    model.observe("x".repeat(100), 130);
    expect(model.estimate("x".repeat(100))).toBe(155);
    expect(adaptive.for("m").estimate("x".repeat(100))).toBe(155);
    expect(adaptive.for("other").estimate("x".repeat(100))).toBe(120);
  });

  it("never goes under its floor", () => {
    const model = new Adaptive({ epsilon: 0.1, floor: 1.5 }).for("m");
    model.observe("x".repeat(100), 10);
    expect(model.estimate("x".repeat(100))).toBe(150);
  });

  it("learns nothing from a prompt of no bytes", () => {
    const model = new Adaptive().for("m");
    model.observe("", 5);
    expect([model.estimate(""), model.estimate("x".repeat(10))]).toEqual([0, 12]);
  });

  it.each(badAmounts)("refuses %s as a bill, and learns nothing", (_what, billed) => {
    const model = new Adaptive().for("m");
    refusal(InvalidAmountError, "INVALID_AMOUNT", () => {
      model.observe("x", billed);
    });
    expect(model.estimate("x".repeat(10))).toBe(12);
  });

  it.each([{ epsilon: -0.1 }, { floor: -1 }, { epsilon: Number.NaN }, { floor: Number.POSITIVE_INFINITY }])(
    "refuses %o",
    (options) => {
      refusal(InvalidAmountError, "INVALID_AMOUNT", () => new Adaptive(options));
    },
  );
});

describe("Tokenizer", () => {
  it("counts with the encoding that it is given, special tokens as text", () => {
    const encode = vi.fn((text: string) => text.split(" "));
    expect(new Tokenizer({ encode }).estimate("a <|endoftext|> b")).toBe(3);
    expect(encode).toHaveBeenCalledWith("a <|endoftext|> b", { disallowedSpecial: new Set() });
  });
});
