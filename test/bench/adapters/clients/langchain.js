// @ts-check
import { ChatOpenAI } from "@langchain/openai";
import { createAgent, createMiddleware } from "langchain";

import { LangChainGuard } from "../../../../dist/runtime/langchain.js";
import { apiKey, name, options, plenty, prompt } from "../call.js";

/** @param {string} url @returns {import("../Contenders.js").Contenders} */
export function contendersAt(url) {
  const configuration = { baseURL: `${url}/v1` };
  const model = new ChatOpenAI({ model: name, apiKey, maxTokens: 100, maxRetries: 0, configuration });
  const guarded = new LangChainGuard(plenty(), options).model(model);
  /** @param {ChatOpenAI} model @param {import("langchain").AgentMiddleware[]} middleware */
  const call = (model, middleware) => {
    const agent = createAgent({ model, tools: [], middleware });
    return () => agent.invoke({ messages: [{ role: "user", content: prompt }] });
  };
  const idle = createMiddleware({
    name: "idle",
    wrapModelCall: async (request, handler) => await handler(request),
  });
  return {
    name: "langchain",
    bare: call(model, []),
    hooked: call(model, [idle]),
    guarded: call(guarded, []),
  };
}
