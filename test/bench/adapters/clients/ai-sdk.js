// @ts-check
import { createOpenAI } from "@ai-sdk/openai";
import { generateText, wrapLanguageModel } from "ai";

import { AiSdkGuard } from "../../../../dist/runtime/ai-sdk.js";
import { apiKey, name, options, plenty, prompt } from "../call.js";

/** @param {string} url @returns {import("../Contenders.js").Contenders} */
export function contendersAt(url) {
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
