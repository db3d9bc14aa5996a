import type { Fields } from "../core/json.js";
import { fieldsOf, isGiven, itemsOf } from "../core/json.js";
import type { Protocol, StreamReader, StreamStep } from "../http/Protocol.js";
import { unseenInChat } from "./unseen.js";
import { chatUsage } from "./usage.js";

/** `POST /chat/completions`. */
export const chat: Protocol = {
  plan(body, text, limit) {
    // Servers that speak this protocol may know one of the two names only, so the one that is there stays.
    const maximum = isGiven(body["max_tokens"]) ? "max_tokens" : "max_completion_tokens";
    const maxOutput = limit.clampOutput(body[maximum]);
    body[maximum] = maxOutput;
    if (body["stream"] === true) body["stream_options"] = withUsage(body["stream_options"]);
    return {
      call: {
        model: String(body["model"]),
        operation: "chat",
        provider: "openai",
        prompt: text,
        maxOutput,
        choices: typeof body["n"] === "number" ? body["n"] : 1,
        unseen: unseenInChat(body),
      },
      text: JSON.stringify(body),
    };
  },
  usageOf: (reply) => chatUsage(reply["usage"]),
  reader: (request) =>
    new ChatReader(fieldsOf(request["stream_options"])["include_usage"] === true, outputOfDelta),
};

/** The options of a stream that says what it cost. */
export function withUsage(streamOptions: unknown): Fields {
  return { ...fieldsOf(streamOptions), include_usage: true };
}

/** Follows the chunks of a chat completion, or of a plain completion. */
export class ChatReader implements StreamReader {
  readonly #wantsUsage: boolean;
  readonly #outputOf: (choice: Fields) => string;
  #lastChunk: Fields = {};

  constructor(wantsUsage: boolean, outputOf: (choice: Fields) => string) {
    this.#wantsUsage = wantsUsage;
    this.#outputOf = outputOf;
  }

  read(chunk: Fields): StreamStep {
    const choices = itemsOf(chunk["choices"]);
    const usage = chatUsage(chunk["usage"]);
    if (choices.length > 0) this.#lastChunk = chunk;
    const isLast = choices.length === 0 && usage !== undefined;
    return {
      output: choices.map((choice) => this.#outputOf(fieldsOf(choice))).join(""),
      usage,
      isLast,
      hidden: isLast && !this.#wantsUsage,
    };
  }

  cut(): string {
    const choices = itemsOf(this.#lastChunk["choices"]).map((choice) => ({
      ...fieldsOf(choice),
      delta: {},
      finish_reason: "length",
    }));
    return `data: ${JSON.stringify({ ...this.#lastChunk, choices })}\n\ndata: [DONE]\n\n`;
  }
}

function outputOfDelta(choice: Fields): string {
  const delta = fieldsOf(choice["delta"]);
  const texts = ["content", "refusal", "reasoning_content", "reasoning"].map((name) => delta[name]);
  const calls = itemsOf(delta["tool_calls"]).map((call) => fieldsOf(fieldsOf(call)["function"])["arguments"]);
  return [...texts, ...calls].filter((text) => typeof text === "string").join("");
}
