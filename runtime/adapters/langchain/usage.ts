import { fieldsOf } from "../core/json.js";
import { partsOf, type Usage } from "../core/Usage.js";

/** The `usage_metadata` of a reply. */
export function usageOfMessage(message: unknown): Usage | undefined {
  const usage = fieldsOf(fieldsOf(message)["usage_metadata"]);
  const input = fieldsOf(usage["input_token_details"]);
  return partsOf({
    input: usage["input_tokens"],
    cacheRead: input["cache_read"],
    cacheWrite: input["cache_creation"],
    output: usage["output_tokens"],
    reasoning: fieldsOf(usage["output_token_details"])["reasoning"],
  });
}
