import { type UsageMetadata, mergeUsageMetadata } from "@langchain/core/messages";

import { fieldsOf, isGiven } from "../core/json.js";
import { partsOf, type Usage } from "../core/Usage.js";

/** The `usage_metadata` of a reply. */
export function usageOfMessage(message: unknown): Usage | undefined {
  return usageOfMetadata(fieldsOf(message)["usage_metadata"]);
}

/** What the chunks of a streamed reply report adds up. */
export function addUsage(sum: UsageMetadata | undefined, message: unknown): UsageMetadata | undefined {
  const usage = fieldsOf(message)["usage_metadata"];
  return isGiven(usage) ? mergeUsageMetadata(sum, usage as UsageMetadata) : sum;
}

export function usageOfMetadata(metadata: unknown): Usage | undefined {
  const usage = fieldsOf(metadata);
  const input = fieldsOf(usage["input_token_details"]);
  return partsOf({
    input: usage["input_tokens"],
    cacheRead: input["cache_read"],
    cacheWrite: input["cache_creation"],
    output: usage["output_tokens"],
    reasoning: fieldsOf(usage["output_token_details"])["reasoning"],
  });
}
