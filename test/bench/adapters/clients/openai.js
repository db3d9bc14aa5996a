// @ts-check
import OpenAI from "openai";

import { OpenAIGuard } from "../../../../dist/runtime/openai.js";
import { apiKey, name, options, plenty, prompt } from "../call.js";

/** @param {string} url @returns {import("../Contenders.js").Contenders} */
export function contendersAt(url) {
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
