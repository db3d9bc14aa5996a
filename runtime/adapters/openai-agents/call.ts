import type { ModelRequest } from "@openai/agents";

import type { PlannedCall } from "../core/Attempt.js";
import { fieldsOf, isGiven, itemsOf } from "../core/json.js";

const media = new Set(["input_image", "input_file", "audio", "image"]);

/** What of a request is sent as text, and what else is billed as input. */
export function callOf(request: ModelRequest): Pick<PlannedCall, "prompt" | "unseen"> {
  const { systemInstructions, input, tools, handoffs, outputType, prompt: template } = request;
  const prompt = JSON.stringify({ systemInstructions, input, tools, handoffs, outputType, template });
  const unseen = keptByProvider(request) ?? mediaIn(input) ?? hostedTool(tools);
  return { prompt, unseen };
}

function keptByProvider(request: ModelRequest): string | undefined {
  return (["previousResponseId", "conversationId", "prompt"] as const).find((name) => isGiven(request[name]));
}

/** In messages, in their content, and in what tools answered. */
function mediaIn(value: unknown): string | undefined {
  for (const item of itemsOf(value)) {
    const { type, content, output } = fieldsOf(item);
    if (typeof type === "string" && media.has(type)) return type;
    const answer = Array.isArray(output) || !isGiven(output) ? output : [output];
    const found = mediaIn(content) ?? mediaIn(answer);
    if (found !== undefined) return found;
  }
  return undefined;
}

function hostedTool(tools: ModelRequest["tools"]): string | undefined {
  const found = tools.find(({ type }) => type !== "function");
  return found === undefined ? undefined : `the tool ${found.type}`;
}
