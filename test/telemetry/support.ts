import type { Budget } from "affine-budget";
import { OpenAIGuard, type OpenAIGuardOptions } from "affine-budget/openai";
import OpenAI from "openai";

import type { ModelServer } from "../adapters/support/server/ModelServer.js";

/** An agent: a guard, and the real client that it guards. */
export interface TestAgent {
  readonly guard: OpenAIGuard;
  readonly ask: (prompt: string) => Promise<string>;
  /** Asks for a stream. Stops reading when `onText` returns false. */
  readonly stream: (
    prompt: string,
    onText?: (text: string) => boolean,
    signal?: AbortSignal,
  ) => Promise<string>;
}

/** An agent that makes no attempt but the first. */
export function agentOn(
  { url }: ModelServer,
  budget: Budget,
  options: OpenAIGuardOptions<"tokens">,
): TestAgent {
  const guard = new OpenAIGuard(budget, { maxOutputTokens: 50, ...options });
  const client = new OpenAI({ apiKey: "none", baseURL: `${url}/v1`, fetch: guard.fetch, maxRetries: 0 });
  return {
    guard,
    async ask(content) {
      const messages = [{ role: "user" as const, content }];
      const reply = await client.chat.completions.create({ model: "gpt-4o-mini", messages });
      return reply.choices[0]?.message.content ?? "";
    },
    async stream(content, onText = () => true, signal) {
      const chunks = await client.chat.completions.create(
        { model: "gpt-4o-mini", messages: [{ role: "user", content }], stream: true },
        signal === undefined ? {} : { signal },
      );
      let text = "";
      for await (const { choices } of chunks) {
        text += choices[0]?.delta.content ?? "";
        if (text !== "" && !onText(text)) break;
      }
      return text;
    },
  };
}
