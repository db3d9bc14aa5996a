import type { Ask, Bill, Wire } from "./ModelServer.js";

const id = "chatcmpl-1";

/** `POST /chat/completions`. */
export const openaiChat: Wire = {
  ask(body): Ask {
    const maximum = body["max_completion_tokens"] ?? body["max_tokens"];
    return {
      model: String(body["model"]),
      promptText: JSON.stringify(body["messages"]),
      maxOutput: typeof maximum === "number" ? maximum : undefined,
      stream: body["stream"] === true,
    };
  },
  whole: ({ model }, words, bill, truncated) => ({
    id,
    object: "chat.completion",
    created: 1,
    model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: words.join("") },
        finish_reason: truncated ? "length" : "stop",
      },
    ],
    ...(bill === undefined ? {} : { usage: usageOf(bill) }),
  }),
  open: (ask) => [chunk(ask, { delta: { role: "assistant", content: "" } })],
  word: (ask, content) => chunk(ask, { delta: { content } }),
  close: (ask, _words, bill, truncated) => [
    chunk(ask, { delta: {}, finish_reason: truncated ? "length" : "stop" }),
    ...(bill === undefined ? [] : [event({ ...head(ask), choices: [], usage: usageOf(bill) })]),
    "data: [DONE]\n\n",
  ],
};

function head({ model }: Ask): object {
  return { id, object: "chat.completion.chunk", created: 1, model };
}

function chunk(ask: Ask, choice: object): string {
  return event({ ...head(ask), choices: [{ index: 0, finish_reason: null, ...choice }] });
}

function event(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

function usageOf({ input, cached, output, reasoning }: Bill): object {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}
