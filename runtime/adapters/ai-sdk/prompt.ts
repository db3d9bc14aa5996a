import type { PlannedCall } from "../core/Attempt.js";
import { fieldsOf, isGiven, itemsOf } from "../core/json.js";

/** What of a call's parameters is sent as text, and what else is billed as input. */
export function promptOf(params: object): Pick<PlannedCall, "prompt" | "unseen"> {
  const { prompt, tools, toolChoice, responseFormat, providerOptions } = fieldsOf(params);
  const file = fileIn(prompt);
  const sent = { prompt, tools, toolChoice, responseFormat };
  // To look at each value takes several times as long as to write them all, and only files have bytes.
  const text = file === undefined ? JSON.stringify(sent) : JSON.stringify(sent, withoutBytes);
  const unseen = file ?? hostedTool(tools) ?? conversation(providerOptions);
  return { prompt: text, unseen };
}

/** The bytes of a file say nothing about its tokens, and would be written as one number each. */
function withoutBytes(_key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? "" : value;
}

/** In messages, in their content, and in what tools answered. */
function fileIn(value: unknown): string | undefined {
  for (const item of itemsOf(value)) {
    const { type, content, output } = fieldsOf(item);
    if (typeof type === "string" && /^(file|image|media)/.test(type)) return `a part of type ${type}`;
    const found = fileIn(content) ?? fileIn(fieldsOf(output)["value"]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function hostedTool(tools: unknown): string | undefined {
  const found = itemsOf(tools).find((tool) => fieldsOf(tool)["type"] !== "function");
  return found === undefined ? undefined : `the tool ${String(fieldsOf(found)["id"])}`;
}

/** What the provider keeps is sent again, and billed, without being in the request. */
function conversation(providerOptions: unknown): string | undefined {
  for (const options of Object.values(fieldsOf(providerOptions))) {
    for (const name of ["previousResponseId", "conversation", "container", "mcpServers"]) {
      if (isGiven(fieldsOf(options)[name])) return name;
    }
  }
  return undefined;
}
