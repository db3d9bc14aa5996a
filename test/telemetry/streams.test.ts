import type { Script } from "../adapters/support/server/ModelServer.js";
import { BudgetMint } from "affine-budget/testing";
import { describe, expect, it, vi } from "vitest";

import { useModelServer } from "../adapters/support/server/useModelServer.js";
import { useRecorder } from "./recorder.js";
import { agentOn, type TestAgent } from "./support.js";

const mint = BudgetMint.forTesting();
const server = useModelServer();
const { onEvent, spans, onlySpan, measured } = useRecorder();

function agent(leaseMs?: number): TestAgent {
  const options = { name: "planner", onEvent, ...(leaseMs === undefined ? {} : { leaseMs }) };
  return agentOn(server, mint.issue(10_000), options);
}

/** What was measured by this name, all in all. */
async function sumOf(name: string): Promise<number> {
  return (await measured(name)).reduce((sum, point) => sum + point.sum, 0);
}

describe("a stream that is read to its end", () => {
  it("has the span of a settled call, with what the last event says of the usage", async () => {
    server.next({ kind: "reply", cachedTokens: 3, reasoningTokens: 2 });
    const { guard, stream } = agent();
    expect(await stream("hello")).toBe("one two three four five");
    const { name, status, attributes } = onlySpan();
    expect([name, status.code]).toEqual(["chat gpt-4o-mini", 0]);
    expect(attributes).toMatchObject({
      "gen_ai.usage.input_tokens": server.billed - 7,
      "gen_ai.usage.output_tokens": 7,
      "gen_ai.usage.cache_read.input_tokens": 3,
      "gen_ai.usage.reasoning.output_tokens": 2,
      "affine_budget.outcome": "settled",
      "affine_budget.settled": server.billed,
      "affine_budget.refunded": Number(attributes["affine_budget.reserved"]) - guard.spent,
    });
    expect(attributes).not.toHaveProperty("error.type");
  });

  it("is measured as a whole reply is, and once", async () => {
    const { guard, stream } = agent();
    await stream("hello");
    const tokens = await measured("gen_ai.client.token.usage");
    expect(tokens.map(({ attributes, sum }) => [attributes["gen_ai.token.type"], sum])).toEqual([
      ["input", server.billed - 5],
      ["output", 5],
    ]);
    const durations = await measured("gen_ai.client.operation.duration");
    expect(durations.map(({ attributes }) => attributes["error.type"])).toEqual([undefined]);
    expect(await sumOf("affine_budget.settled")).toBe(guard.spent);
    expect(await sumOf("affine_budget.reserved")).toBe(guard.spent + (await sumOf("affine_budget.refunded")));
  });
});

/** Streams of which nobody learns what they cost, and why. */
const unfinished: readonly {
  readonly end: string;
  readonly by: string;
  readonly script: Script;
  readonly leaseMs?: number;
  readonly read: (stream: TestAgent["stream"]) => Promise<unknown>;
}[] = [
  {
    end: "that is aborted",
    by: "its abortion",
    script: { kind: "reply", hangsAfter: 2 },
    read(stream) {
      const controller = new AbortController();
      const abort = (): boolean => {
        controller.abort();
        return true;
      };
      return stream("hello", abort, controller.signal);
    },
  },
  {
    end: "whose reader leaves",
    by: "a reader that left",
    script: { kind: "reply", hangsAfter: 2 },
    read: (stream) => stream("hello", () => false),
  },
  {
    end: "whose connection breaks",
    by: "a reply that broke off",
    // The words are sent, and then the connection breaks: what is not sent yet would break with it.
    script: { kind: "reply", breaksAfter: 2, pauseMs: 1 },
    read: (stream) => stream("hello"),
  },
  {
    end: "that does not say what it cost",
    by: "usage that was not reported",
    script: { kind: "reply", withoutUsage: true },
    read: (stream) => stream("hello"),
  },
  {
    end: "that falls silent",
    by: "the end of its lease",
    script: { kind: "reply", hangsAfter: 2 },
    leaseMs: 50,
    async read(stream) {
      const controller = new AbortController();
      const reading = stream("hello", () => true, controller.signal);
      await vi.waitFor(() => expect(spans()).toHaveLength(1), { timeout: 30_000 });
      controller.abort();
      await reading;
    },
  },
];

describe.each(unfinished)("a stream $end", ({ by, script, leaseMs, read }) => {
  it("has one span, an error, that says why the whole reservation was charged", async () => {
    server.next(script);
    const { guard, stream } = agent(leaseMs);
    await read(stream).catch(() => undefined);
    await guard.release();
    const { status, attributes } = onlySpan();
    expect(status).toEqual({ code: 2, message: `charged in full for ${by}` });
    expect(attributes).toMatchObject({
      "error.type": "forfeited",
      "affine_budget.outcome": "forfeited",
      "affine_budget.settled": attributes["affine_budget.reserved"],
      "affine_budget.refunded": 0,
    });
    expect(guard.spent).toBe(attributes["affine_budget.reserved"]);
    expect(Object.keys(attributes).filter((name) => name.startsWith("gen_ai.usage"))).toEqual([]);
  });

  it("counts as charged and not as tokens, and its duration as an error", async () => {
    server.next(script);
    const { guard, stream } = agent(leaseMs);
    await read(stream).catch(() => undefined);
    await guard.release();
    expect(await measured("gen_ai.client.token.usage")).toEqual([]);
    expect(await measured("affine_budget.refunded")).toEqual([]);
    expect(await sumOf("affine_budget.settled")).toBe(guard.spent);
    const durations = await measured("gen_ai.client.operation.duration");
    expect(durations.map(({ attributes }) => attributes["error.type"])).toEqual(["forfeited"]);
  });
});

describe("a stream over its reservation", () => {
  it("is cut, and has the span of a reply that was charged in full", async () => {
    const text = Array.from({ length: 40 }, () => "incomprehensibilities").join(" ");
    server.next({ kind: "reply", text, ignoresMaximum: true });
    const { guard, stream } = agentOn(server, mint.issue(10_000), { onEvent, maxOutputTokens: 10 });
    expect((await stream("hello")).length).toBeLessThan(text.length);
    const { status, attributes } = onlySpan();
    expect(status.message).toBe("charged in full for a reply over its reservation");
    expect(attributes["affine_budget.settled"]).toBe(guard.spent);
  });
});
