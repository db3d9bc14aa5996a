// @ts-check
import Anthropic from "@anthropic-ai/sdk";

import { AnthropicGuard } from "../../../../dist/runtime/anthropic.js";
import { apiKey, options, plenty, prompt } from "../call.js";

/** @param {string} url @returns {import("../Contenders.js").Contenders} */
export function contendersAt(url) {
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
