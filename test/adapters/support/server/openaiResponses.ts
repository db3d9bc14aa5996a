import type { Ask, Bill, Wire } from "./ModelServer.js";

const itemId = "msg_1";

/** `POST /responses`. */
export const openaiResponses: Wire = {
  ask(body): Ask {
    const maximum = body["max_output_tokens"];
    return {
      model: String(body["model"]),
      promptText: JSON.stringify(body["input"]),
      maxOutput: typeof maximum === "number" ? maximum : undefined,
      stream: body["stream"] === true,
    };
  },
  whole: (ask, words, bill, truncated) =>
    response(ask, truncated ? "incomplete" : "completed", words.join(""), bill),
  open: (ask) => [
    event("response.created", { response: response(ask, "in_progress", undefined, undefined) }),
    event("response.output_item.added", { output_index: 0, item: { ...message(""), status: "in_progress" } }),
    event("response.content_part.added", { ...place, part: part("") }),
  ],
  word: (_ask, delta) => event("response.output_text.delta", { ...place, delta, logprobs: [] }),
  close(ask, words, bill, truncated) {
    const text = words.join("");
    const status = truncated ? "incomplete" : "completed";
    return [
      event("response.output_text.done", { ...place, text, logprobs: [] }),
      event("response.content_part.done", { ...place, part: part(text) }),
      event("response.output_item.done", { output_index: 0, item: message(text) }),
      event(`response.${status}`, { response: response(ask, status, text, bill) }),
    ];
  },
};

const place = { item_id: itemId, output_index: 0, content_index: 0 };

function part(text: string): object {
  return { type: "output_text", text, annotations: [], logprobs: [] };
}

function message(text: string): object {
  return { type: "message", id: itemId, status: "completed", role: "assistant", content: [part(text)] };
}

function response({ model }: Ask, status: string, text: string | undefined, bill: Bill | undefined): object {
  return {
    id: "resp_1",
    object: "response",
    created_at: 1,
    status,
    model,
    error: null,
    incomplete_details: status === "incomplete" ? { reason: "max_output_tokens" } : null,
    instructions: null,
    metadata: {},
    output: text === undefined ? [] : [message(text)],
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    usage: bill === undefined ? null : usageOf(bill),
  };
}

function usageOf({ input, cached, output, reasoning }: Bill): object {
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
}

function event(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: 0, ...data })}\n\n`;
}
