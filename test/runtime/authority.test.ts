import { AuthorityError, BudgetMint } from "affine-budget";
import { BudgetMint as TestMint } from "affine-budget/testing";
import { Script, createContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import { refusal } from "./support.js";

const latch = Symbol.for("affine-budget.authority");

// One realm, one story: the tests of this file run in order, and the test runner gives the file a realm of its own.
describe("the authority of a realm", () => {
  it("is untouched by mints for tests", () => {
    TestMint.forTesting().issue(1);
    expect(latch in globalThis).toBe(false);
  });

  it("mints when it is taken", () => {
    const mint = BudgetMint.takeAuthority();
    expect(mint).toBeInstanceOf(BudgetMint);
    expect(mint.issue(5).remaining).toBe(5);
  });

  it("is taken once", () => {
    const error = refusal(AuthorityError, "AUTHORITY", () => BudgetMint.takeAuthority());
    expect(error.message).toContain("forTesting()");
  });

  it("is taken once, whichever copy of the package asks", async () => {
    vi.resetModules();
    const copy = await import("affine-budget");
    expect(copy.BudgetMint).not.toBe(BudgetMint);
    expect(() => copy.BudgetMint.takeAuthority()).toThrow(copy.AuthorityError);
  });

  it("cannot be given back", () => {
    expect(Reflect.deleteProperty(globalThis, latch)).toBe(false);
    expect(Reflect.set(globalThis, latch, false)).toBe(false);
    expect(Reflect.defineProperty(globalThis, latch, { value: false })).toBe(false);
    refusal(AuthorityError, "AUTHORITY", () => BudgetMint.takeAuthority());
  });

  it("is one of each realm", () => {
    expect(
      new Script(`Symbol.for("affine-budget.authority") in globalThis`).runInContext(createContext()),
    ).toBe(false);
  });

  it("leaves mints for tests to tests", async () => {
    const main: Record<string, unknown> = await import("affine-budget");
    const reachable = Object.entries(main).flatMap(([name, value]) => [
      name,
      ...(typeof value === "function" ? Reflect.ownKeys(value).map(String) : []),
    ]);
    expect(reachable).not.toContain("forTesting");
    expect(reachable).not.toContain("newMint");
    expect(TestMint.forTesting().issue(1).remaining).toBe(1);
  });
});
