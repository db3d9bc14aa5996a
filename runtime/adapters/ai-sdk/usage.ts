import { fieldsOf } from "../core/json.js";
import { partsOf, type Usage } from "../core/Usage.js";

/** The usage of a result, or of the last part of a stream. */
export function usageOfResult(usage: unknown): Usage | undefined {
  const input = fieldsOf(fieldsOf(usage)["inputTokens"]);
  const output = fieldsOf(fieldsOf(usage)["outputTokens"]);
  return partsOf({
    input: input["total"],
    cacheRead: input["cacheRead"],
    cacheWrite: input["cacheWrite"],
    output: output["total"],
    reasoning: output["reasoning"],
  });
}
