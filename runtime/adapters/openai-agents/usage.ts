import { fieldsOf, itemsOf } from "../core/json.js";
import { partsOf, type Usage } from "../core/Usage.js";

/** The usage of a response. The SDK says zero where the provider said nothing; no call costs that. */
export function usageOfResponse(value: unknown): Usage | undefined {
  const {
    inputTokens: input,
    outputTokens: output,
    inputTokensDetails,
    outputTokensDetails,
  } = fieldsOf(value);
  if (input === 0 && output === 0) return undefined;
  return partsOf({
    input,
    cacheRead: sumOf(inputTokensDetails, "cached_tokens"),
    output,
    reasoning: sumOf(outputTokensDetails, "reasoning_tokens"),
  });
}

/** Details are one record, or one for each request. */
function sumOf(details: unknown, name: string): number {
  if (!Array.isArray(details)) return Number(fieldsOf(details)[name] ?? 0);
  let sum = 0;
  for (const record of itemsOf(details)) sum += Number(fieldsOf(record)[name] ?? 0);
  return sum;
}
