import { fieldsOf } from "../core/json.js";
import type { Protocol } from "../http/Protocol.js";
import { ChatReader, withUsage } from "./chat.js";
import { chatUsage } from "./usage.js";

/** `POST /completions`. */
export const completions: Protocol = {
  plan(body, text, limit) {
    const maxOutput = limit.clampOutput(body["max_tokens"]);
    const prompts =
      Array.isArray(body["prompt"]) && typeof body["prompt"][0] !== "number" ? body["prompt"] : [""];
    const choices = Math.max(...[body["best_of"], body["n"], 1].map((n) => (typeof n === "number" ? n : 1)));
    body["max_tokens"] = maxOutput;
    if (body["stream"] === true) body["stream_options"] = withUsage(body["stream_options"]);
    return {
      call: {
        model: String(body["model"]),
        operation: "text_completion",
        provider: "openai",
        prompt: text,
        maxOutput,
        choices: choices * prompts.length,
        unseen: undefined,
      },
      text: JSON.stringify(body),
    };
  },
  usageOf: (reply) => chatUsage(reply["usage"]),
  reader: (request) =>
    new ChatReader(fieldsOf(request["stream_options"])["include_usage"] === true, ({ text }) =>
      typeof text === "string" ? text : "",
    ),
};
