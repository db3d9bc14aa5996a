import type { Ask, Bill, Wire } from "./ModelServer.js";

/** `POST /models/{model}:generateContent` and `:streamGenerateContent`, the Gemini API. */
export const googleGenerateContent: Wire = {
  ask(body, path): Ask {
    const { maxOutputTokens: maximum } = (body["generationConfig"] ?? {}) as {
      readonly maxOutputTokens?: unknown;
    };
    const [, model = "", method] = /\/models\/([^/:]+):(\w+)$/.exec(path) ?? [];
    return {
      model,
      promptText: JSON.stringify([body["systemInstruction"] ?? "", body["contents"]]),
      maxOutput: typeof maximum === "number" ? maximum : undefined,
      stream: method === "streamGenerateContent",
    };
  },
  whole: (ask, words, bill, truncated) => ({
    candidates: [candidate(words.join(""), truncated ? "MAX_TOKENS" : "STOP")],
    ...reported(bill && usageOf(bill)),
    modelVersion: ask.model,
  }),
  // Every event says what was counted so far, the first of them before there is any output.
  open: (ask, bill) => [
    event(ask, { ...reported(bill && { promptTokenCount: bill.input, totalTokenCount: bill.input }) }),
  ],
  word: (ask, text) => event(ask, { candidates: [candidate(text)] }),
  close: (ask, _words, bill, truncated) => [
    event(ask, {
      candidates: [candidate("", truncated ? "MAX_TOKENS" : "STOP")],
      ...reported(bill && usageOf(bill)),
    }),
  ],
};

function candidate(text: string, finishReason?: "STOP" | "MAX_TOKENS"): object {
  return {
    content: { parts: [{ text }], role: "model" },
    ...(finishReason === undefined ? {} : { finishReason }),
    index: 0,
  };
}

function reported(usageMetadata: object | undefined): object {
  return usageMetadata === undefined ? {} : { usageMetadata };
}

/** Here the thoughts are no part of the candidates' count. */
function usageOf({ input, cached, output, reasoning }: Bill): object {
  return {
    promptTokenCount: input,
    cachedContentTokenCount: cached,
    candidatesTokenCount: output - reasoning,
    thoughtsTokenCount: reasoning,
    totalTokenCount: input + output,
  };
}

function event({ model }: Ask, data: object): string {
  return `data: ${JSON.stringify({ ...data, modelVersion: model })}\r\n\r\n`;
}
