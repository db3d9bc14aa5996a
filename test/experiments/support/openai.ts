import OpenAI from "openai";

import type { ModelServer } from "../../adapters/support/server/ModelServer.js";

export const model = "gpt-4o-mini";

/** The real client, at the local server. */
export function clientAt({ url }: ModelServer, fetch?: typeof globalThis.fetch): OpenAI {
  return new OpenAI({ apiKey: "none", baseURL: `${url}/v1`, ...(fetch === undefined ? {} : { fetch }) });
}

/** One call; the tokens that the provider says it billed. */
export async function ask(client: OpenAI, content: string, maxOutput: number): Promise<number> {
  const { usage } = await client.chat.completions.create({
    model,
    messages: [{ role: "user", content }],
    max_completion_tokens: maxOutput,
  });
  if (usage === undefined) throw new Error("the server says what it bills unless it is told not to");
  return usage.total_tokens;
}
