import { HumanMessage } from "@langchain/core/messages";
import type { ChatGenerationChunk } from "@langchain/core/outputs";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI, ChatOpenAICompletions } from "@langchain/openai";
import { LangChainGuard, refusalOf } from "affine-budget/langchain";
import { BudgetMint } from "affine-budget/testing";
import { createAgent, initChatModel } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { useModelServer } from "./support/server/useModelServer.js";

const mint = BudgetMint.forTesting();
const server = useModelServer();

const fields = (): ConstructorParameters<typeof ChatOpenAI>[0] & object => ({
  model: "gpt-4o-mini",
  apiKey: "none",
  maxTokens: 50,
  maxRetries: 0,
  configuration: { baseURL: `${server.url}/v1` },
});

const newGuard = (amount = 10_000): LangChainGuard => new LangChainGuard(mint.issue(amount));

const search = tool(() => "nothing", {
  name: "search",
  description: "Searches the archive.",
  schema: z.object({ words: z.string().describe("What to search for. ".repeat(20)) }),
});
const answer = z.object({ five: z.string().describe("All numbers up to five. ".repeat(20)) });

const derived: readonly (readonly [name: string, ask: (model: ChatOpenAI) => Promise<unknown>])[] = [
  ["the model", (model) => model.invoke("hello")],
  ["its batches", (model) => model.batch(["hello", "again"])],
  ["generate", (model) => model.generate([[new HumanMessage("hello")]])],
  ["withConfig", (model) => model.withConfig({ tags: ["a"] }).invoke("hello")],
  ["withRetry", (model) => model.withRetry().invoke("hello")],
  ["bindTools", (model) => model.bindTools([search]).invoke("hello")],
  [
    "bindTools and withConfig",
    (model) =>
      model
        .bindTools([search])
        .withConfig({ tags: ["a"] })
        .invoke("hello"),
  ],
  ...(["functionCalling", "jsonMode", "jsonSchema"] as const).map(
    (method) =>
      [
        `withStructuredOutput, by ${method}`,
        (model: ChatOpenAI) =>
          model.withStructuredOutput(answer, { method, includeRaw: true }).invoke("hello"),
      ] as const,
  ),
  ["an agent with tools", (model) => createAgent({ model, tools: [search] }).invoke({ messages: "hello" })],
];

describe("what is made of a guarded model of LangChain", () => {
  it.each(derived)("is guarded: %s", async (_, ask) => {
    // Where a schema is asked for, a reply that is none would not be passed on.
    server.always({ kind: "reply", text: JSON.stringify({ five: "1" }) });
    const guard = newGuard();
    await ask(guard.model(new ChatOpenAI(fields())));
    expect(server.billed).toBeGreaterThan(0);
    expect(guard.spent).toBe(server.billed);

    const sent = server.requests.length;
    const poor = newGuard(40);
    const error: unknown = await ask(poor.model(new ChatOpenAI(fields()))).catch((reason: unknown) => reason);
    expect(refusalOf(error)?.kind).toBe("insufficient");
    expect(server.requests).toHaveLength(sent);
  });

  it.each(derived)("reserves for all of the text that is sent: %s", async (_, ask) => {
    server.always({ kind: "reply", text: JSON.stringify({ five: "1" }) });
    const reserved: number[] = [];
    const guard = new LangChainGuard(mint.issue(100_000), {
      maxOutputTokens: 50,
      onEvent: (event) => {
        if (event.type === "reserved") reserved.push(event.reserved);
      },
    });
    await ask(guard.model(new ChatOpenAI(fields())));
    const bodies = server.requests.map(({ body }) => JSON.stringify(body));
    // Two tokens for each byte of the prompt: the rest of the body is names of fields and settings, not sent to the model.
    for (const [i, body] of bodies.entries()) expect(reserved[i]).toBeGreaterThan(body.length);
  });

  it("is still what it was, and the model itself is not guarded", async () => {
    const guard = newGuard();
    const bare = new ChatOpenAI(fields());
    const model = guard.model(bare);
    expect(model).toBeInstanceOf(ChatOpenAI);
    expect(model.getName()).toBe("ChatOpenAI");
    expect(guard.model(model)).toBe(model);
    await bare.invoke("hello");
    expect(guard.spent).toBe(0);
  });
});

/** As models do that were made with `streaming: true`. */
class StreamingToItself extends ChatOpenAICompletions {
  override async _generate(
    ...call: Parameters<ChatOpenAICompletions["_generate"]>
  ): ReturnType<ChatOpenAICompletions["_generate"]> {
    let reply: ChatGenerationChunk | undefined;
    for await (const chunk of this._streamResponseChunks(...call)) reply = reply?.concat(chunk) ?? chunk;
    return { generations: reply === undefined ? [] : [reply] };
  }
}

describe("a guarded model of LangChain", () => {
  it("is charged once where the model streams a reply to itself", async () => {
    const guard = newGuard();
    const model = guard.model(new StreamingToItself(fields()));
    expect((await model.invoke("hello")).text).toBe("one two three four five");
    expect(server.requests).toHaveLength(1);
    expect(guard.spent).toBe(server.billed);
  });

  it.each(derived)("of two guards is charged to both: %s", async (_, ask) => {
    server.always({ kind: "reply", text: JSON.stringify({ five: "1" }) });
    const [one, other] = [newGuard(), newGuard()];
    await ask(one.model(other.model(new ChatOpenAI(fields()))));
    expect([one.spent, other.spent]).toEqual([server.billed, server.billed]);
  });

  it("is charged by its events, too", async () => {
    const guard = newGuard();
    await guard.model(new ChatOpenAI(fields())).streamEvents("hello", {}).text;
    expect(guard.spent).toBe(server.billed);
  });

  it("is charged in full for a call that is aborted", async () => {
    server.next({ kind: "reply", until: new Promise<void>(() => undefined) });
    const guard = newGuard();
    const controller = new AbortController();
    const asking = guard.model(new ChatOpenAI(fields())).invoke("hello", { signal: controller.signal });
    await server.hasSeen(1);
    const { reserved } = guard;
    controller.abort();
    await expect(asking).rejects.toThrow();
    expect([guard.spent, guard.reserved]).toEqual([reserved, 0]);
  });

  it("is no model that is chosen anew for each call, nor one without a bound", async () => {
    const chosen = await initChatModel("openai:gpt-4o-mini", { apiKey: "none" });
    expect(() => newGuard().model(chosen)).toThrow(TypeError);
    const unbounded = fields();
    delete unbounded.maxTokens;
    const error: unknown = await newGuard()
      .model(new ChatOpenAI(unbounded))
      .invoke("hello")
      .catch((reason: unknown) => reason);
    expect(refusalOf(error)?.kind).toBe("unbounded");
  });
});
