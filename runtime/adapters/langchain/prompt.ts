import { toJsonSchema } from "@langchain/core/utils/json_schema";

import type { PlannedCall } from "../core/Attempt.js";
import { fieldsOf, isGiven, itemsOf } from "../core/json.js";

/** Parts of a message whose tokens are not those of a text. */
const media = /^(image|audio|video|file|document|input_image|input_audio|input_file|media)/;

/** What of a request is sent as text, and what else is billed as input. */
export function promptOf(request: object): Pick<PlannedCall, "prompt" | "unseen"> {
  const { messages, systemMessage, tools, toolChoice, responseFormat } = fieldsOf(request);
  const sent = [...itemsOf(messages), systemMessage].map(messageText);
  const declared = itemsOf(tools).map(toolText);
  const formats = [responseFormat, ...itemsOf(responseFormat)].map(schemaText);
  const prompt = JSON.stringify([sent, declared, toolChoice, formats]);
  const unseen = mediaIn(messages) ?? serverTool(tools);
  return { prompt, unseen };
}

/** What a call of a model sends as text, and what else is billed as input. Options that are bound to the model count, too. */
export function promptOfCall(
  messages: readonly unknown[],
  model: object,
  options: object,
): Pick<PlannedCall, "prompt" | "unseen"> {
  const all = fieldsOf({ ...fieldsOf(fieldsOf(model)["defaultOptions"]), ...options });
  const { tools } = all;
  const sent: unknown[] = messages.map(messageText);
  let hasFormat = false;
  for (const name of sentOptions) {
    if (!isGiven(all[name])) continue;
    hasFormat ||= typeof all[name] === "object";
    sent.push({ [name]: all[name] });
  }
  const text = [sent, itemsOf(tools).map(toolText)];
  return {
    prompt: hasFormat ? JSON.stringify(text, withSchemas) : JSON.stringify(text),
    unseen: mediaIn(messages) ?? serverTool(tools),
  };
}

/** The options of calls, beside `tools`, that providers read as text, by the names that the classes of models give them. */
const sentOptions = [
  "tool_choice",
  "functions",
  "function_call",
  "response_format",
  "text",
  "format",
  "prediction",
  "outputConfig",
  "output_format",
  "responseSchema",
];

/** Formats may hold the objects that make a schema: what is sent is the schema. */
function withSchemas(key: string, value: unknown): unknown {
  return key === "schema" || key === "responseSchema" ? schemaText({ schema: value }) : value;
}

function messageText(message: unknown): unknown {
  const {
    type,
    name,
    content,
    tool_calls: calls,
    tool_call_id: id,
    additional_kwargs: more,
  } = fieldsOf(message);
  return { type, name, content, calls, id, more };
}

/** What a provider is told of a tool: the schema of its input, not the object that makes it. */
function toolText(tool: unknown): unknown {
  const { name, description, schema } = fieldsOf(tool);
  return schema === undefined ? tool : { name, description, parameters: schemaText(schema) };
}

function schemaText(format: unknown): unknown {
  if (!isGiven(format) || Array.isArray(format)) return undefined;
  const { schema } = fieldsOf(format);
  try {
    return toJsonSchema((schema ?? format) as Parameters<typeof toJsonSchema>[0]);
  } catch {
    return format;
  }
}

function mediaIn(value: unknown): string | undefined {
  for (const item of itemsOf(value)) {
    const { type, content } = fieldsOf(item);
    if (typeof type === "string" && media.test(type)) return `a part of type ${type}`;
    const found = mediaIn(content);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A tool that the provider runs finds input of its own. It is declared as plain data with a type of its own. */
function serverTool(tools: unknown): string | undefined {
  for (const tool of itemsOf(tools)) {
    const { type, schema } = fieldsOf(tool);
    if (schema === undefined && typeof type === "string" && type !== "function" && type !== "custom") {
      return `the tool ${type}`;
    }
  }
  return undefined;
}
