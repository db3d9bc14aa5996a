import { Agent, OpenAIProvider, retryPolicies, Runner } from "@openai/agents";
import { OpenAIAgentsGuard } from "affine-budget/openai-agents";

import type { AdapterUnderTest } from "./AdapterUnderTest.js";

function agentsOver(useResponses: boolean): AdapterUnderTest {
  return {
    name: `@openai/agents, ${useResponses ? "responses" : "chat completions"}`,
    connect({ url }, budget, options) {
      const guard = new OpenAIAgentsGuard(budget, options);
      const provider = new OpenAIProvider({ apiKey: "none", baseURL: `${url}/v1`, useResponses });
      const runner = new Runner({ modelProvider: guard.provider(provider), tracingDisabled: true });
      const retry = {
        maxRetries: 2,
        backoff: { initialDelayMs: 1 },
        policy: retryPolicies.any(retryPolicies.httpStatus([429, 500]), retryPolicies.networkError()),
      };
      const agent = new Agent({ name: "test", model: "gpt-4o-mini", modelSettings: { retry } });
      return {
        guard,
        async call(prompt) {
          return (await runner.run(agent, prompt)).finalOutput ?? "";
        },
        async stream(prompt, onText = () => true, signal) {
          const run = await runner.run(agent, prompt, {
            stream: true,
            ...(signal === undefined ? {} : { signal }),
          });
          let text = "";
          for await (const delta of run.toTextStream()) {
            text += delta;
            if (!onText(text)) break;
          }
          return text;
        },
      };
    },
  };
}

export const agentsResponses = agentsOver(true);
export const agentsChat = agentsOver(false);
