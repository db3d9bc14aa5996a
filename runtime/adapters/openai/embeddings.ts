import type { Protocol } from "../http/Protocol.js";
import { chatUsage } from "./usage.js";

/** `POST /embeddings`: input only. */
export const embeddings: Protocol = {
  operation: "embeddings",
  provider: "openai",
  plan: (body) => ({ call: { model: String(body["model"]), maxOutput: 0, choices: 1 }, body }),
  usageOf: (reply) => chatUsage(reply["usage"]),
  reader: () => ({ read: () => ({ output: "" }), cut: () => "" }),
};
