// @ts-check
/**
 * The real clients of each SDK: bare, with a hook that does nothing where the guard would be, and with a guard of the
 * built package.
 */
import Anthropic from "@anthropic-ai/sdk";
import { createOpenAI } from "@ai-sdk/openai";
import { ChatOpenAI } from "@langchain/openai";
import { Agent, OpenAIProvider, Runner } from "@openai/agents";
import { generateText, wrapLanguageModel } from "ai";
import { createAgent, createMiddleware } from "langchain";
import OpenAI from "openai";

import { AiSdkGuard } from "../../../dist/runtime/ai-sdk.js";
import { AnthropicGuard } from "../../../dist/runtime/anthropic.js";
import { LangChainGuard } from "../../../dist/runtime/langchain.js";
import { OpenAIGuard } from "../../../dist/runtime/openai.js";
import { OpenAIAgentsGuard } from "../../../dist/runtime/openai-agents.js";
import { BudgetMint } from "../../../dist/runtime/testing.js";

/**
 * @typedef {() => Promise<unknown>} Call makes one call and reads its reply
 * @typedef {{ readonly name: string, readonly bare: Call, readonly hooked: Call, readonly guarded: Call }} Contenders
 */

const mint = BudgetMint.forTesting();
/** More than any number of calls needs. */
const plenty = () => mint.issue(2 ** 50);
const options = { maxOutputTokens: 100 };
const prompt = "Count to five.";
const name = "gpt-4o-mini";
const apiKey = "none";

/** @param {string} url @returns {readonly Contenders[]} */
export function contendersAt(url) {
  return [openai(url), anthropic(url), aiSdk(url), langchain(url), agents(url)];
}

/** @param {string} url @returns {Contenders} */
function openai(url) {
  /** @param {object} more */
  const call = (more) => {
    const client = new OpenAI({ apiKey, baseURL: `${url}/v1`, ...more });
    /** @type {import("openai").OpenAI.ChatCompletionCreateParamsNonStreaming} */
    const request = { model: name, messages: [{ role: "user", content: prompt }] };
    return () => client.chat.completions.create(request);
  };
  /** @type {typeof globalThis.fetch} */
  const idle = async (input, init) => await globalThis.fetch(input, init);
  return {
    name: "openai",
    bare: call({}),
    hooked: call({ fetch: idle }),
    guarded: call({ fetch: new OpenAIGuard(plenty(), options).fetch }),
  };
}

/** @param {string} url @returns {Contenders} */
function anthropic(url) {
  /** @param {import("@anthropic-ai/sdk").ClientOptions} more */
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
  return {
    name: "@anthropic-ai/sdk",
    bare: call({}),
    hooked: call({ middleware: [async (request, next) => await next(request)] }),
    guarded: call({ middleware: [new AnthropicGuard(plenty(), options).middleware] }),
  };
}

/** @param {string} url @returns {Contenders} */
function aiSdk(url) {
  const bare = createOpenAI({ apiKey, baseURL: `${url}/v1` }).chat(name);
  /** @param {import("ai").LanguageModel} model */
  const call = (model) => () => generateText({ model, prompt });
  /** @type {import("ai").LanguageModelMiddleware} */
  const idle = { specificationVersion: "v3", wrapGenerate: async ({ doGenerate }) => await doGenerate() };
  const { middleware } = new AiSdkGuard(plenty(), options);
  return {
    name: "ai",
    bare: call(bare),
    hooked: call(wrapLanguageModel({ model: bare, middleware: idle })),
    guarded: call(wrapLanguageModel({ model: bare, middleware })),
  };
}

/** @param {string} url @returns {Contenders} */
function langchain(url) {
  const configuration = { baseURL: `${url}/v1` };
  const model = new ChatOpenAI({ model: name, apiKey, maxTokens: 100, maxRetries: 0, configuration });
  /** @param {import("langchain").AgentMiddleware[]} middleware */
  const call = (middleware) => {
    const agent = createAgent({ model, tools: [], middleware });
    return () => agent.invoke({ messages: [{ role: "user", content: prompt }] });
  };
  const idle = createMiddleware({
    name: "idle",
    wrapModelCall: async (request, handler) => await handler(request),
  });
  return {
    name: "langchain",
    bare: call([]),
    hooked: call([idle]),
    guarded: call([new LangChainGuard(plenty(), options).middleware]),
  };
}

/** @param {string} url @returns {Contenders} */
function agents(url) {
  const provider = new OpenAIProvider({ apiKey, baseURL: `${url}/v1`, useResponses: false });
  const agent = new Agent({ name: "bench", model: name });
  /** @param {import("@openai/agents").ModelProvider} modelProvider */
  const call = (modelProvider) => {
    const runner = new Runner({ modelProvider, tracingDisabled: true });
    return () => runner.run(agent, prompt);
  };
  /** @type {import("@openai/agents").ModelProvider} */
  const idle = {
    async getModel(modelName) {
      const model = await provider.getModel(modelName);
      return {
        getResponse: async (request) => await model.getResponse(request),
        getStreamedResponse: (request) => model.getStreamedResponse(request),
      };
    },
  };
  const guarded = new OpenAIAgentsGuard(plenty(), options).provider(provider);
  return { name: "@openai/agents", bare: call(provider), hooked: call(idle), guarded: call(guarded) };
}
