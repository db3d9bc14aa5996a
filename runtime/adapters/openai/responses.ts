import type { Fields } from "../core/json.js";
import { fieldsOf } from "../core/json.js";
import type { Protocol, StreamReader, StreamStep } from "../http/Protocol.js";
import { unseenInResponses } from "./unseen.js";
import { responseUsage } from "./usage.js";

/** `POST /responses`. */
export const responses: Protocol = {
  plan(body, text, limit) {
    const maxOutput = limit.clampOutput(body["max_output_tokens"]);
    body["max_output_tokens"] = maxOutput;
    return {
      call: {
        model: String(body["model"]),
        operation: "chat",
        provider: "openai",
        prompt: text,
        maxOutput,
        choices: 1,
        unseen: unseenInResponses(body),
      },
      text: JSON.stringify(body),
    };
  },
  usageOf: (reply) => responseUsage(reply["usage"]),
  reader: () => new ResponseReader(),
};

const ends = new Set(["response.completed", "response.incomplete", "response.failed"]);

class ResponseReader implements StreamReader {
  #response: Fields = {};
  #sequence = 0;

  read(event: Fields): StreamStep {
    const { type, delta } = event;
    if (typeof event["sequence_number"] === "number") this.#sequence = event["sequence_number"];
    if (type === "response.created" || type === "response.in_progress") {
      this.#response = fieldsOf(event["response"]);
    }
    if (typeof type === "string" && ends.has(type)) {
      return { output: "", usage: responseUsage(fieldsOf(event["response"])["usage"]), isLast: true };
    }
    return { output: typeof delta === "string" ? delta : "" };
  }

  cut(): string {
    const type = "response.incomplete";
    const response = {
      ...this.#response,
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
    };
    const data = JSON.stringify({ type, response, sequence_number: this.#sequence + 1 });
    return `event: ${type}\ndata: ${data}\n\n`;
  }
}
