import type { Budget } from "affine-budget";
import { OpenAIGuard, type OpenAIGuardOptions } from "affine-budget/openai";
import OpenAI from "openai";

import type { AdapterUnderTest } from "./AdapterUnderTest.js";
import type { ModelServer } from "../server/ModelServer.js";

function connect(
  { url }: ModelServer,
  budget: Budget,
  options: OpenAIGuardOptions<"tokens">,
): { guard: OpenAIGuard; client: OpenAI } {
  const guard = new OpenAIGuard(budget, options);
  return { guard, client: new OpenAI({ apiKey: "none", baseURL: `${url}/v1`, fetch: guard.fetch }) };
}

export const openaiChat: AdapterUnderTest = {
  name: "openai, chat completions",
  connect(server, budget, options) {
    const { guard, client } = connect(server, budget, options);
    const request = (content: string): OpenAI.ChatCompletionCreateParamsNonStreaming => ({
      model: "gpt-4o-mini",
      messages: [{ role: "user", content }],
    });
    return {
      guard,
      async call(prompt) {
        const reply = await client.chat.completions.create(request(prompt));
        return reply.choices[0]?.message.content ?? "";
      },
      async stream(prompt, onText = () => true, signal) {
        const chunks = await client.chat.completions.create(
          { ...request(prompt), stream: true },
          signal === undefined ? {} : { signal },
        );
        let text = "";
        for await (const { choices } of chunks) {
          // No chunk without a choice: nobody asked for the one with the usage.
          const delta = choices[0]?.delta.content ?? (choices.length === 0 ? "(no choice)" : "");
          text += delta;
          if (delta !== "" && !onText(text)) break;
        }
        return text;
      },
    };
  },
};

export const openaiResponses: AdapterUnderTest = {
  name: "openai, responses",
  connect(server, budget, options) {
    const { guard, client } = connect(server, budget, options);
    return {
      guard,
      async call(input) {
        const reply = await client.responses.create({ model: "gpt-4o-mini", input });
        return reply.output_text;
      },
      async stream(input, onText = () => true, signal) {
        const events = await client.responses.create(
          { model: "gpt-4o-mini", input, stream: true },
          signal === undefined ? {} : { signal },
        );
        let text = "";
        for await (const event of events) {
          if (event.type !== "response.output_text.delta") continue;
          text += event.delta;
          if (!onText(text)) break;
        }
        return text;
      },
    };
  },
};
