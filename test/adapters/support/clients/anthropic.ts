import Anthropic from "@anthropic-ai/sdk";
import { AnthropicGuard } from "affine-budget/anthropic";

import type { AdapterUnderTest } from "./AdapterUnderTest.js";

export const anthropic: AdapterUnderTest = {
  name: "@anthropic-ai/sdk",
  provider: "anthropic",
  connect({ url }, budget, options) {
    const guard = new AnthropicGuard(budget, options);
    const client = new Anthropic({ apiKey: "none", baseURL: url, middleware: [guard.middleware] });
    const request = (content: string): Anthropic.MessageCreateParamsNonStreaming => ({
      model: "claude-opus-4-8",
      max_tokens: 1_000,
      messages: [{ role: "user", content }],
    });
    return {
      guard,
      async call(prompt) {
        const { content } = await client.messages.create(request(prompt));
        return content.map((block) => (block.type === "text" ? block.text : "")).join("");
      },
      async stream(prompt, onText = () => true, signal) {
        const events = await client.messages.create(
          { ...request(prompt), stream: true },
          signal === undefined ? {} : { signal },
        );
        let text = "";
        for await (const event of events) {
          if (event.type !== "content_block_delta" || event.delta.type !== "text_delta") continue;
          text += event.delta.text;
          if (!onText(text)) break;
        }
        return text;
      },
    };
  },
};
