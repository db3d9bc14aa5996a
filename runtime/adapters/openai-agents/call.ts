import type { ModelRequest } from "@openai/agents";

import type { PlannedCall } from "../core/Attempt.js";
import { fieldsOf, isGiven, itemsOf } from "../core/json.js";

const media = new Set(["input_image", "input_file", "audio", "image"]);

/** What a request asks `model` for: what of it is sent as text, and what else is billed as input. */
export function callOf(request: ModelRequest, model: string, maxOutput: number): PlannedCall {
  const { systemInstructions, input, tools, handoffs, outputType, prompt: template } = request;
  return {
    model,
    operation: "chat",
    provider: "openai",
    prompt: JSON.stringify({ systemInstructions, input, tools, handoffs, outputType, template }),
    maxOutput,
    choices: 1,
    unseen: keptByProvider(request) ?? mediaIn(input) ?? hostedTool(tools),
  };
}

function keptByProvider(request: ModelRequest): string | undefined {
  for (const name of ["previousResponseId", "conversationId", "prompt"] as const) {
    if (isGiven(request[name])) return name;
  }
  return undefined;
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
  for (const { type } of tools) if (type !== "function") return `the tool ${type}`;
  return undefined;
}
