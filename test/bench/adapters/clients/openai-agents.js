// @ts-check
import { Agent, OpenAIProvider, Runner } from "@openai/agents";

import { OpenAIAgentsGuard } from "../../../../dist/runtime/openai-agents.js";
import { apiKey, name, options, plenty, prompt } from "../call.js";

/** @param {string} url @returns {import("../Contenders.js").Contenders} */
export function contendersAt(url) {
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
