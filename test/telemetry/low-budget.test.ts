import { InvalidAmountError } from "affine-budget";
import { OpenAIGuard } from "affine-budget/openai";
import { BudgetMint } from "affine-budget/testing";
import { describe, expect, it } from "vitest";

import { useModelServer } from "../adapters/support/server/useModelServer.js";
import { agentOn, type TestAgent } from "./support.js";

const mint = BudgetMint.forTesting();

describe("onLowBudget", () => {
  const server = useModelServer();

  /** An agent on 1,000 tokens that warns below half of them; what it warned of. */
  function start(fraction = 0.5): TestAgent & { readonly warnings: number[] } {
    const warnings: number[] = [];
    const warn = (remaining: number, given: number): void => {
      expect(given).toBe(1_000);
      warnings.push(remaining);
    };
    return { ...agentOn(server, mint.issue(1_000), { onLowBudget: { fraction, warn } }), warnings };
  }

  /** Makes one call cost `tokens` of output more. */
  const costing = (tokens: number): void => {
    server.next({
      kind: "reply",
      text: Array.from({ length: tokens }, () => "word").join(" "),
      ignoresMaximum: true,
    });
  };

  it("warns when a call leaves less than the fraction, and not again while it stays below", async () => {
    const { guard, ask, warnings } = start();
    await ask("cheap");
    expect(warnings).toEqual([]);
    costing(500);
    await ask("dear");
    expect(warnings).toEqual([guard.remaining]);
    expect(guard.remaining).toBeLessThan(500);
    await ask("cheap");
    expect(warnings).toHaveLength(1);
  });

  it("does not count what calls in flight have reserved as gone, and warns once when calls in parallel cross the line", async () => {
    const { guard, ask, warnings } = start(0.9);
    let answer = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      answer = resolve;
    });
    server.always({ kind: "reply", text: "word ".repeat(40).trim(), until });
    const asking = Array.from({ length: 5 }, (_, i) => ask(`question ${i}`));
    await server.hasSeen(5);
    expect(guard.remaining).toBeLessThan(900);
    expect(warnings).toEqual([]);
    answer();
    await Promise.all(asking);
    expect(guard.spent).toBeGreaterThan(200);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toBeLessThan(900);
  });

  it("warns when a split leaves less than the fraction, and once more after a merge has brought it back", () => {
    const { guard, warnings } = start();
    const part = guard.split(600);
    expect(warnings).toEqual([400]);
    guard.merge(part);
    expect(warnings).toHaveLength(1);
    guard.merge(guard.split(501));
    expect(warnings).toEqual([400, 499]);
  });

  it("does not warn of what it gives back, nor of anything after that", async () => {
    const { guard, ask, warnings } = start();
    await ask("cheap");
    const rest = await guard.release();
    expect(rest.remaining).toBeGreaterThan(900);
    expect(warnings).toEqual([]);
    await expect(ask("again")).rejects.toThrow("released");
    expect(warnings).toEqual([]);
  });

  it.each([-0.1, 1.1, Number.NaN])("refuses %d as a fraction", (fraction) => {
    const onLowBudget = { fraction, warn: () => undefined };
    expect(() => new OpenAIGuard(mint.issue(1), { onLowBudget })).toThrow(InvalidAmountError);
  });
});
