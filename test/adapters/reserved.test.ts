import { CapExceededError, InsufficientFundsError, InvalidAmountError } from "affine-budget";
import { OpenAIGuard } from "affine-budget/openai";
import { BudgetMint } from "affine-budget/testing";
import { describe, expect, it } from "vitest";

const mint = BudgetMint.forTesting();

/** A guard on 1,000 tokens with one call in flight, and what answers that call. */
function inFlight(): { guard: OpenAIGuard; answer: () => Promise<unknown> } {
  let reply = (_: Response): void => undefined;
  const fetch = (): Promise<Response> =>
    new Promise((resolve) => {
      reply = resolve;
    });
  const guard = new OpenAIGuard(mint.issue(1_000), { maxOutputTokens: 50, fetch });
  const body = JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: "hello" }] });
  const call = guard.fetch("http://localhost/v1/chat/completions", { method: "POST", body });
  const answer = (): Promise<unknown> => {
    reply(Response.json({ usage: { prompt_tokens: 9, completion_tokens: 2 } }));
    return call;
  };
  return { guard, answer };
}

describe("what is set aside for a call in flight", () => {
  it("is not given to a sub-agent; what is left beside it is", async () => {
    const { guard, answer } = inFlight();
    const { remaining, reserved } = guard;
    expect(reserved).toBeGreaterThan(50);
    expect(remaining + reserved).toBe(1_000);
    expect(() => guard.split(remaining + 1)).toThrow(InsufficientFundsError);
    expect(() => guard.split(-1)).toThrow(InvalidAmountError);
    expect(guard.split(remaining).remaining).toBe(remaining);
    expect([guard.remaining, guard.reserved]).toEqual([0, reserved]);
    await answer();
    expect([guard.remaining, guard.reserved, guard.spent]).toEqual([reserved - 11, 0, 11]);
  });

  it("keeps its room under the maximum, for all of it may come back", async () => {
    const { guard, answer } = inFlight();
    const part = guard.split(200);
    expect(() => guard.merge(mint.issue(201))).toThrow(CapExceededError);
    guard.merge(part);
    await answer();
    expect(guard.remaining).toBe(989);
  });
});
