import type { Protocol } from "../http/Protocol.js";
import { chatUsage } from "./usage.js";

/** `POST /embeddings`: input only. */
export const embeddings: Protocol = {
  plan: (body, text) => ({
    call: {
      model: String(body["model"]),
      operation: "embeddings",
      provider: "openai",
      prompt: text,
      maxOutput: 0,
      choices: 1,
      unseen: undefined,
    },
    text,
  }),
  usageOf: (reply) => chatUsage(reply["usage"]),
  reader: () => ({ read: () => ({ output: "" }), cut: () => "" }),
};
