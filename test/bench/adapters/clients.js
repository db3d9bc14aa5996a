// @ts-check
/** The real clients of each SDK, once bare and once with a guard of the built package. */
import Anthropic from "@anthropic-ai/sdk";
import { createOpenAI } from "@ai-sdk/openai";
import { ChatOpenAI } from "@langchain/openai";
import { Agent, OpenAIProvider, Runner } from "@openai/agents";
import { generateText, wrapLanguageModel } from "ai";
import { createAgent } from "langchain";
import OpenAI from "openai";

import { AiSdkGuard } from "../../../dist/runtime/ai-sdk.js";
import { AnthropicGuard } from "../../../dist/runtime/anthropic.js";
import { LangChainGuard } from "../../../dist/runtime/langchain.js";
import { OpenAIGuard } from "../../../dist/runtime/openai.js";
import { OpenAIAgentsGuard } from "../../../dist/runtime/openai-agents.js";
import { BudgetMint } from "../../../dist/runtime/testing.js";

/**
 * @typedef {() => Promise<unknown>} Call makes one call and reads its reply
 * @typedef {{ readonly name: string, readonly bare: Call, readonly guarded: Call }} Pair
 */

const mint = BudgetMint.forTesting();
/** More than any number of calls needs. */
const plenty = () => mint.issue(2 ** 50);
const options = { maxOutputTokens: 100 };
const prompt = "Count to five.";
const name = "gpt-4o-mini";

/** @param {string} url @returns {readonly Pair[]} */
export function pairsOf(url) {
  const baseURL = `${url}/v1`;
  const apiKey = "none";
  return [openai(), anthropic(), aiSdk(), langchain(), agents()];

  function openai() {
    /** @param {object} more */
    const call = (more) => {
      const client = new OpenAI({ apiKey, baseURL, ...more });
      /** @type {import("openai").OpenAI.ChatCompletionCreateParamsNonStreaming} */
      const request = { model: name, messages: [{ role: "user", content: prompt }] };
      return () => client.chat.completions.create(request);
    };
    return {
      name: "openai",
      bare: call({}),
      guarded: call({ fetch: new OpenAIGuard(plenty(), options).fetch }),
    };
  }

  function anthropic() {
    /** @param {object} more */
    const call = (more) => {
      const client = new Anthropic({ apiKey, baseURL: url, ...more });
      /** @type {import("@anthropic-ai/sdk").Anthropic.MessageCreateParamsNonStreaming} */
      const request = {
        model: "claude-opus-4-8",
        max_tokens: 100,
        messages: [{ role: "user", content: prompt }],
      };
      return () => client.messages.create(request);
    };
    const { middleware } = new AnthropicGuard(plenty(), options);
    return { name: "@anthropic-ai/sdk", bare: call({}), guarded: call({ middleware: [middleware] }) };
  }

  function aiSdk() {
    const bare = createOpenAI({ apiKey, baseURL }).chat(name);
    const { middleware } = new AiSdkGuard(plenty(), options);
    const guarded = wrapLanguageModel({ model: bare, middleware });
    return {
      name: "ai",
      bare: () => generateText({ model: bare, prompt }),
      guarded: () => generateText({ model: guarded, prompt }),
    };
  }

  function langchain() {
    const model = new ChatOpenAI({
      model: name,
      apiKey,
      maxTokens: 100,
      maxRetries: 0,
      configuration: { baseURL },
    });
    /** @param {import("langchain").AgentMiddleware[]} middleware */
    const call = (middleware) => {
      const agent = createAgent({ model, tools: [], middleware });
      return () => agent.invoke({ messages: [{ role: "user", content: prompt }] });
    };
    return {
      name: "langchain",
      bare: call([]),
      guarded: call([new LangChainGuard(plenty(), options).middleware]),
    };
  }

  function agents() {
    const provider = new OpenAIProvider({ apiKey, baseURL, useResponses: false });
    const agent = new Agent({ name: "bench", model: name });
    /** @param {import("@openai/agents").ModelProvider} modelProvider */
    const call = (modelProvider) => {
      const runner = new Runner({ modelProvider, tracingDisabled: true });
      return () => runner.run(agent, prompt);
    };
    const guarded = new OpenAIAgentsGuard(plenty(), options).provider(provider);
    return { name: "@openai/agents", bare: call(provider), guarded: call(guarded) };
  }
}
