import { calcPrice } from "@pydantic/genai-prices";
import { usd } from "affine-budget";
import { OpenAIGuard, refusalOf, type Usage } from "affine-budget/openai";
import { UsdTariff } from "affine-budget/prices";
import { BudgetMint } from "affine-budget/testing";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";

import { useModelServer } from "./support/server/useModelServer.js";

const nothing: Usage = { input: 0, cacheRead: 0, cacheWrite: 0, cacheWriteLong: 0, output: 0, reasoning: 0 };

describe("a tariff of dollars", () => {
  const tariff = new UsdTariff({ calcPrice });

  it("takes its prices from @pydantic/genai-prices: gpt-4o costs $2.50 and $10 a million", () => {
    expect(tariff.cost("gpt-4o", { ...nothing, input: 1_000 })).toBe(usd(0.0025));
    expect(tariff.cost("gpt-4o", { ...nothing, output: 1_000 })).toBe(usd(0.01));
  });

  it("prices what a cache served or stored, and reasoning, at their own prices", () => {
    expect(tariff.cost("gpt-4o", { ...nothing, cacheRead: 1_000 })).toBe(usd(0.00125));
    expect(tariff.cost("claude-sonnet-4-5", { ...nothing, cacheRead: 1_000 })).toBe(usd(0.0003));
    expect(tariff.cost("claude-sonnet-4-5", { ...nothing, cacheWrite: 1_000 })).toBe(usd(0.00375));
    expect(tariff.cost("claude-sonnet-4-5", { ...nothing, cacheWriteLong: 1_000 })).toBe(usd(0.006));
    expect(tariff.cost("o3", { ...nothing, reasoning: 1_000 })).toBe(usd(0.008));
  });

  it("rounds up to whole nano-USD, but not for what floating-point sums add", () => {
    const prices = { tiny: { input: 0.0001, output: 0.1 } };
    const own = new UsdTariff({ prices });
    expect(own.cost("tiny", { ...nothing, input: 1 })).toBe(1);
    expect(own.cost("tiny", { ...nothing, output: 3 })).toBe(300);
    // The list sums this to 0.0022500000000000003.
    expect(tariff.cost("gpt-5-mini", { ...nothing, input: 1_000, output: 1_000 })).toBe(usd(0.00225));
  });

  it("knows nothing of an unknown model, unless it was given a price, which goes before the list", () => {
    expect(tariff.cost("house-model", { ...nothing, input: 1 })).toBeUndefined();
    const own = new UsdTariff({
      calcPrice,
      prices: { "house-model": { input: 1, output: 2 }, "gpt-4o": { input: 1, output: 2 } },
    });
    expect(own.cost("house-model", { ...nothing, input: 1_000, reasoning: 500 })).toBe(usd(0.002));
    expect(own.cost("gpt-4o", { ...nothing, cacheRead: 1_000 })).toBe(usd(0.001));
  });
});

describe("a guard of dollars", () => {
  const server = useModelServer();

  const mint = BudgetMint.forTesting();
  const ask = async (guard: OpenAIGuard<"usd">, model: string): Promise<void> => {
    const client = new OpenAI({ apiKey: "none", baseURL: `${server.url}/v1`, fetch: guard.fetch });
    await client.chat.completions.create({ model, messages: [{ role: "user", content: "hello" }] });
  };

  it("charges what the reply cost, in dollars", async () => {
    server.next({ kind: "reply", cachedTokens: 4, reasoningTokens: 7 });
    const guard = new OpenAIGuard(mint.issue(usd(10), { unit: "usd" }), {
      tariff: new UsdTariff({ prices: { m: { input: 10, cacheRead: 1, output: 100, reasoning: 1_000 } } }),
    });
    await ask(guard, "m");
    const input = server.billed - 12 - 4;
    expect(guard.spent).toBe(input * 10_000 + 4 * 1_000 + 5 * 100_000 + 7 * 1_000_000);
  });

  it("sends no call to a model that has no price", async () => {
    const guard = new OpenAIGuard(mint.issue(usd(1), { unit: "usd" }), {
      tariff: new UsdTariff({ calcPrice }),
    });
    await expect(ask(guard, "house-model")).rejects.toSatisfy(
      (error) => refusalOf(error)?.kind === "unpriced",
    );
    expect(server.requests).toEqual([]);
    expect(guard.spent).toBe(0);
  });
});
