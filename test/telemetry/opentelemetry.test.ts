import Anthropic from "@anthropic-ai/sdk";
import { trace } from "@opentelemetry/api";
import { AnthropicGuard } from "affine-budget/anthropic";
import { BudgetTelemetry } from "affine-budget/opentelemetry";
import { BudgetMint } from "affine-budget/testing";
import { describe, expect, it } from "vitest";

import { useModelServer } from "../adapters/support/server/useModelServer.js";
import { useRecorder } from "./recorder.js";
import { agentOn, type TestAgent } from "./support.js";

const mint = BudgetMint.forTesting();
const server = useModelServer();
const { onEvent, tracerProvider, spans, onlySpan, measured } = useRecorder();

function agent(amount = 10_000): TestAgent {
  return agentOn(server, mint.issue(amount), { name: "planner", onEvent });
}

describe("the span of a call", () => {
  it("has the attributes of the conventions for generative AI, and those of the budget", async () => {
    const { guard, ask } = agent();
    server.next({ kind: "reply", cachedTokens: 3, reasoningTokens: 2 });
    await ask("hello");
    const { name, kind, attributes, status } = onlySpan();
    expect([name, kind, status.code]).toEqual(["chat gpt-4o-mini", 2, 0]);
    const reserved = Number(attributes["affine_budget.reserved"]);
    const input = guard.spent - 7;
    expect(attributes).toEqual({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o-mini",
      "gen_ai.request.max_tokens": 50,
      "gen_ai.agent.name": "planner",
      "gen_ai.usage.input_tokens": input,
      "gen_ai.usage.output_tokens": 7,
      "gen_ai.usage.cache_read.input_tokens": 3,
      "gen_ai.usage.reasoning.output_tokens": 2,
      "affine_budget.id": guard.identity.id,
      "affine_budget.name": "planner",
      "affine_budget.lineage": "planner",
      "affine_budget.unit": "tokens",
      "affine_budget.outcome": "settled",
      "affine_budget.reserved": reserved,
      "affine_budget.settled": guard.spent,
      "affine_budget.refunded": reserved - guard.spent,
      "affine_budget.uncovered": 0,
    });
    expect(guard.spent).toBe(server.billed);
  });

  it("says from which split the budget came", async () => {
    const planner = agent();
    const child = agentOn(server, planner.guard.split(1_000), { name: "reader", onEvent });
    const grandchild = agentOn(server, child.guard.split(500), { name: "helper", onEvent });
    await grandchild.ask("hello");
    expect(onlySpan().attributes).toMatchObject({
      "affine_budget.lineage": "planner/reader/helper",
      "affine_budget.parent.id": child.guard.identity.id,
      "affine_budget.parent.name": "reader",
    });
  });

  it("is under the span that was active when the call was made", async () => {
    const { ask } = agent();
    const tracer = tracerProvider.getTracer("test");
    const parents = await Promise.all(
      ["one", "two"].map((name) =>
        tracer.startActiveSpan(name, async (parent) => {
          await ask(name);
          parent.end();
          return parent.spanContext();
        }),
      ),
    );
    const calls = spans().filter(({ name }) => name.startsWith("chat"));
    expect(calls.map(({ parentSpanContext }) => parentSpanContext?.spanId).sort()).toEqual(
      parents.map(({ spanId }) => spanId).sort(),
    );
    expect(trace.getActiveSpan()).toBeUndefined();
  });

  it.each([
    ["an error that costs nothing", { kind: "error", status: 429 }, "cancelled", "429"],
    ["a connection that breaks", { kind: "drop" }, "forfeited", "forfeited"],
    ["a bill that does not come", { kind: "reply", withoutUsage: true }, "forfeited", "forfeited"],
  ] as const)("is an error after %s", async (_, script, outcome, errorType) => {
    const { guard, ask } = agent();
    server.next(script);
    await ask("hello").catch(() => undefined);
    const { attributes, status } = onlySpan();
    expect(status.code).toBe(2);
    expect(attributes).toMatchObject({ "error.type": errorType, "affine_budget.outcome": outcome });
    const { spent } = guard;
    const refunded = Number(attributes["affine_budget.reserved"]) - spent;
    expect(attributes).toMatchObject({ "affine_budget.settled": spent, "affine_budget.refunded": refunded });
    expect(spent === 0).toBe(outcome === "cancelled");
    expect(attributes).not.toHaveProperty("gen_ai.usage.input_tokens");
  });

  it("is one for each attempt, as the provider sees them", async () => {
    const guard = new AnthropicGuard(mint.issue(10_000), { maxOutputTokens: 50, onEvent });
    const client = new Anthropic({ apiKey: "none", baseURL: server.url, middleware: [guard.middleware] });
    server.next({ kind: "error", status: 500 });
    const messages = [{ role: "user" as const, content: "hello" }];
    await client.messages.create({ model: "claude-opus-4-8", max_tokens: 20, messages });
    const attributes = spans().map((span) => span.attributes);
    expect(attributes.map((of) => of["affine_budget.outcome"])).toEqual(["cancelled", "settled"]);
    expect(attributes.map((of) => of["gen_ai.provider.name"])).toEqual(["anthropic", "anthropic"]);
    expect(attributes.map((of) => of["gen_ai.request.max_tokens"])).toEqual([20, 20]);
  });

  it("shows nothing of what was asked and answered", async () => {
    const { ask } = agent();
    await ask("the secret of the prompt");
    const { attributes, events, name } = onlySpan();
    expect(JSON.stringify([attributes, events, name])).not.toMatch(/secret|three/);
  });
});

describe("the span of a refusal", () => {
  it("says how much the budget falls short, for nothing was sent that a span could be of", async () => {
    const { ask } = agent(40);
    await expect(ask("hello")).rejects.toThrow("too few");
    const { name, kind, status, attributes } = onlySpan();
    expect([name, kind, status.code]).toEqual(["affine_budget.refuse", 0, 2]);
    expect(attributes).toMatchObject({
      "error.type": "refused_insufficient",
      "gen_ai.request.model": "gpt-4o-mini",
      "affine_budget.refusal": "insufficient",
      "affine_budget.name": "planner",
      "affine_budget.remaining": 40,
      "affine_budget.shortfall": Number(attributes["affine_budget.requested"]) - 40,
    });
    expect(server.requests).toEqual([]);
  });
});

describe("the metrics", () => {
  const ofCall = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o-mini",
  };
  const ofBudget = {
    "affine_budget.name": "planner",
    "affine_budget.lineage": "planner",
    "affine_budget.unit": "tokens",
  };

  it("are those of the conventions: tokens by their type, and how long calls took", async () => {
    const { guard, ask } = agent();
    await ask("hello");
    await ask("hello again");
    expect(await measured("gen_ai.client.token.usage")).toEqual([
      { attributes: { ...ofCall, "gen_ai.token.type": "input" }, sum: guard.spent - 10 },
      { attributes: { ...ofCall, "gen_ai.token.type": "output" }, sum: 10 },
    ]);
    const [duration, ...more] = await measured("gen_ai.client.operation.duration");
    expect(more).toEqual([]);
    expect(duration?.attributes).toEqual(ofCall);
    expect(duration?.sum).toBeGreaterThan(0);
  });

  it("count what each budget reserved, was charged, got back and refused", async () => {
    const { guard, ask } = agent(400);
    server.next({ kind: "reply" }, { kind: "error", status: 500 }, { kind: "reply", withoutUsage: true });
    for (let call = 0; call < 3; call++) await ask("hello").catch(() => undefined);
    await ask("lorem ipsum ".repeat(100)).catch(() => undefined);
    const sumOf = async (name: string): Promise<number> => {
      const points = await measured(name);
      for (const { attributes } of points) expect(attributes).toMatchObject(ofBudget);
      return points.reduce((sum, point) => sum + point.sum, 0);
    };
    const settled = await sumOf("affine_budget.settled");
    expect(settled).toBe(guard.spent);
    expect(await sumOf("affine_budget.reserved")).toBe(settled + (await sumOf("affine_budget.refunded")));
    expect(await measured("affine_budget.refused")).toEqual([
      { attributes: { ...ofBudget, "affine_budget.refusal": "insufficient" }, sum: 1 },
    ]);
  });

  it("count what a reply cost over all that was left as uncovered", async () => {
    const { guard, ask } = agent(200);
    const text = Array.from({ length: 1_000 }, () => "word").join(" ");
    server.next({ kind: "reply", text, ignoresMaximum: true });
    await ask("hello");
    expect(await measured("affine_budget.uncovered")).toEqual([
      { attributes: ofBudget, sum: guard.uncovered },
    ]);
    expect(guard.uncovered).toBe(server.billed - 200);
  });
});

describe("without an SDK of OpenTelemetry", () => {
  it("costs nothing but calls of functions that do nothing", async () => {
    const silent = new BudgetTelemetry();
    const { guard, ask } = agentOn(server, mint.issue(10_000), { onEvent: silent.onEvent });
    expect(await ask("hello")).toBe("one two three four five");
    expect(guard.spent).toBe(server.billed);
    expect(spans()).toEqual([]);
  });
});
