import { partsOf, type Usage } from "../core/Usage.js";
import { type Fields, fieldsOf, isGiven, itemsOf } from "../core/json.js";
import type { Protocol, StreamReader, StreamStep } from "../http/Protocol.js";

/** `POST /v1/messages`. */
export const messages: Protocol = {
  plan(body, text, limit) {
    const maxOutput = limit.clampOutput(body["max_tokens"]);
    // Most requests say a maximum that is allowed, for they must say one: then the text that the client wrote is sent.
    const changed = body["max_tokens"] !== maxOutput;
    body["max_tokens"] = maxOutput;
    return {
      call: {
        model: String(body["model"]),
        operation: "chat",
        provider: "anthropic",
        prompt: text,
        maxOutput,
        choices: 1,
        unseen: unseenIn(body),
      },
      text: changed ? JSON.stringify(body) : text,
    };
  },
  usageOf: (reply) => messageUsage(reply["usage"]),
  reader: () => new MessageReader(),
};

/** The `usage` of a message. Its `input_tokens` are those that no cache had a part in. */
function messageUsage(value: unknown): Usage | undefined {
  const usage = fieldsOf(value);
  const cacheRead = usage["cache_read_input_tokens"] ?? 0;
  const written = usage["cache_creation_input_tokens"] ?? 0;
  const cacheWriteLong = fieldsOf(usage["cache_creation"])["ephemeral_1h_input_tokens"] ?? 0;
  return partsOf({
    // What is no number makes NaN here, which is no report.
    input: Number(usage["input_tokens"]) + Number(cacheRead) + Number(written),
    cacheRead,
    cacheWrite: Number(written) - Number(cacheWriteLong),
    cacheWriteLong,
    output: usage["output_tokens"],
    reasoning: fieldsOf(usage["output_tokens_details"])["thinking_tokens"],
  });
}

class MessageReader implements StreamReader {
  /** What the provider has said of the usage: the input first, the output with the last event but one. */
  #usage: Fields = {};
  #saysOutput = false;
  readonly #openBlocks = new Set<unknown>();

  read(event: Fields): StreamStep {
    switch (event["type"]) {
      case "message_start":
        this.#usage = fieldsOf(fieldsOf(event["message"])["usage"]);
        return { output: "" };
      case "content_block_start":
        this.#openBlocks.add(event["index"]);
        return { output: "" };
      case "content_block_stop":
        this.#openBlocks.delete(event["index"]);
        return { output: "" };
      case "content_block_delta": {
        const { text, partial_json: json, thinking } = fieldsOf(event["delta"]);
        return { output: [text, json, thinking].filter((part) => typeof part === "string").join("") };
      }
      case "message_delta": {
        const usage = fieldsOf(event["usage"]);
        this.#saysOutput ||= isGiven(usage["output_tokens"]);
        const given = Object.entries(usage).filter(([, tokens]) => isGiven(tokens));
        this.#usage = { ...this.#usage, ...Object.fromEntries(given) };
        // Until here, `output_tokens` is what the reply began with.
        return { output: "", usage: this.#saysOutput ? messageUsage(this.#usage) : undefined };
      }
      case "message_stop":
        return { output: "", isLast: true };
      default:
        return { output: "" };
    }
  }

  cut(): string {
    const stops = [...this.#openBlocks].map((index) => ({ type: "content_block_stop", index }));
    const delta = {
      type: "message_delta",
      delta: { stop_reason: "max_tokens", stop_sequence: null },
      usage: { output_tokens: 0 },
    };
    return [...stops, delta, { type: "message_stop" }]
      .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      .join("");
  }
}

/** Blocks whose tokens are not those of their text. */
const media = new Set(["image", "document", "container_upload"]);

function unseenIn(body: Fields): string | undefined {
  for (const name of ["container", "mcp_servers"]) if (isGiven(body[name])) return name;
  for (const tool of itemsOf(body["tools"])) {
    const type = fieldsOf(tool)["type"];
    if (typeof type === "string" && type !== "custom") return `the tool ${type}`;
  }
  return mediaIn(body["messages"]) ?? mediaIn(body["system"]);
}

/** In messages, in their content, and in what tools answered. */
function mediaIn(value: unknown): string | undefined {
  for (const item of itemsOf(value)) {
    const { type, content } = fieldsOf(item);
    if (typeof type === "string" && media.has(type)) return type;
    const found = mediaIn(content);
    if (found !== undefined) return found;
  }
  return undefined;
}
