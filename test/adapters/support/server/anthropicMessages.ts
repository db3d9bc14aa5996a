import type { Ask, Bill, Wire } from "./ModelServer.js";

/** `POST /v1/messages`. */
export const anthropicMessages: Wire = {
  ask(body): Ask {
    const maximum = body["max_tokens"];
    return {
      model: String(body["model"]),
      promptText: JSON.stringify([body["system"] ?? "", body["messages"]]),
      maxOutput: typeof maximum === "number" ? maximum : undefined,
      stream: body["stream"] === true,
    };
  },
  whole: (ask, words, bill, truncated) => ({
    ...message(ask),
    content: [{ type: "text", text: words.join(""), citations: null }],
    stop_reason: truncated ? "max_tokens" : "end_turn",
    ...(bill === undefined ? {} : { usage: { ...inputUsage(bill), ...outputUsage(bill) } }),
  }),
  open: (ask, bill) => [
    event("message_start", {
      message: {
        ...message(ask),
        usage: bill === undefined ? {} : { ...inputUsage(bill), output_tokens: 1 },
      },
    }),
    event("content_block_start", { index: 0, content_block: { type: "text", text: "", citations: null } }),
  ],
  word: (_ask, text) => event("content_block_delta", { index: 0, delta: { type: "text_delta", text } }),
  close: (_ask, _words, bill, truncated) => [
    event("content_block_stop", { index: 0 }),
    event("message_delta", {
      delta: { stop_reason: truncated ? "max_tokens" : "end_turn", stop_sequence: null },
      usage: bill === undefined ? {} : outputUsage(bill),
    }),
    event("message_stop", {}),
  ],
};

function message({ model }: Ask): object {
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
  };
}

/** Here the total does not contain what a cache served. */
function inputUsage({ input, cached }: Bill): object {
  return {
    input_tokens: input - cached,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cached,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
  };
}

function outputUsage({ output, reasoning }: Bill): object {
  return { output_tokens: output, output_tokens_details: { thinking_tokens: reasoning } };
}

function event(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}
