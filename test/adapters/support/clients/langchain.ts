import type { BaseMessage } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import { type Guard, refusalOf } from "affine-budget/langchain";
import { LangChainGuard } from "affine-budget/langchain";
import { OpenAIGuard } from "affine-budget/openai";
import { type AgentMiddleware, createAgent, modelRetryMiddleware } from "langchain";

import type { AdapterUnderTest, GuardedClient } from "./AdapterUnderTest.js";
import type { ModelServer } from "../server/ModelServer.js";

/** A model that tries again by itself only if its own fetch is guarded. */
function modelAt({ url }: ModelServer, maxTokens: number, fetch?: typeof globalThis.fetch): ChatOpenAI {
  return new ChatOpenAI({
    model: "gpt-4o-mini",
    apiKey: "none",
    maxTokens,
    maxRetries: fetch === undefined ? 0 : 2,
    configuration: { baseURL: `${url}/v1`, ...(fetch === undefined ? {} : { fetch }) },
  });
}

/** Calls an agent without tools: one model call each. */
function clientOf(guard: Guard<"tokens">, agent: ReturnType<typeof createAgent>): GuardedClient {
  const asked = (content: string): { messages: { role: "user"; content: string }[] } => ({
    messages: [{ role: "user", content }],
  });
  return {
    guard,
    async call(prompt) {
      const { messages } = (await agent.invoke(asked(prompt))) as {
        readonly messages: readonly BaseMessage[];
      };
      return messages.at(-1)?.text ?? "";
    },
    async stream(prompt, onText = () => true, signal) {
      const config = { streamMode: "messages" as const, ...(signal === undefined ? {} : { signal }) };
      let text = "";
      for await (const [chunk] of await agent.stream(asked(prompt), config)) {
        const delta = chunk.text;
        text += delta;
        if (delta !== "" && !onText(text)) break;
      }
      return text;
    },
  };
}

function retry(): AgentMiddleware {
  const middleware = modelRetryMiddleware({
    maxRetries: 2,
    onFailure: "error",
    initialDelayMs: 1,
    retryOn: (error) => refusalOf(error) === undefined,
  });
  // Its own types are not made for exact optional properties.
  return middleware as AgentMiddleware;
}

export const langchainMiddleware: AdapterUnderTest = {
  name: "langchain, the middleware of an agent",
  cutsStreams: false,
  connect(server, budget, options) {
    const guard = new LangChainGuard(budget, options);
    const agent = createAgent({
      model: modelAt(server, options.maxOutputTokens ?? 50),
      tools: [],
      middleware: [retry(), guard.middleware],
    });
    return clientOf(guard, agent);
  },
};

export const langchainModel: AdapterUnderTest = {
  name: "langchain, a model",
  connect(server, budget, options) {
    const guard = new LangChainGuard(budget, options);
    const model = guard.model(modelAt(server, options.maxOutputTokens ?? 50));
    return clientOf(guard, createAgent({ model, tools: [], middleware: [retry()] }));
  },
};

export const langchainFetch: AdapterUnderTest = {
  name: "langchain, the fetch of ChatOpenAI",
  connect(server, budget, options) {
    const guard = new OpenAIGuard(budget, options);
    return clientOf(guard, createAgent({ model: modelAt(server, 50, guard.fetch), tools: [] }));
  },
};
