import { partsOf, type Usage } from "../core/Usage.js";
import { fieldsOf } from "../core/json.js";

/** The `usage` of a chat completion, a completion or an embedding. */
export function chatUsage(value: unknown): Usage | undefined {
  const usage = fieldsOf(value);
  return partsOf({
    input: usage["prompt_tokens"],
    cacheRead: fieldsOf(usage["prompt_tokens_details"])["cached_tokens"],
    output: usage["completion_tokens"] ?? 0,
    reasoning: fieldsOf(usage["completion_tokens_details"])["reasoning_tokens"],
  });
}

/** The `usage` of the Responses API. */
export function responseUsage(value: unknown): Usage | undefined {
  const usage = fieldsOf(value);
  return partsOf({
    input: usage["input_tokens"],
    cacheRead: fieldsOf(usage["input_tokens_details"])["cached_tokens"],
    output: usage["output_tokens"],
    reasoning: fieldsOf(usage["output_tokens_details"])["reasoning_tokens"],
  });
}
