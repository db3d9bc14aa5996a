import { fieldsOf, isGiven, itemsOf } from "../core/json.js";

/** What a part of a message holds that is billed as tokens and is no text of the request. */
const media = new Set(["image_url", "input_image", "input_audio", "file", "input_file", "image", "audio"]);

/** Tools that run on the client: only their text is billed. Every other tool finds input of its own. */
const clientTools = new Set(["function", "custom"]);

/** The first part of a chat request that is billed as input and not shown in it. */
export function unseenInChat(body: Readonly<Record<string, unknown>>): string | undefined {
  if (body["web_search_options"] !== undefined) return "web_search_options";
  if (isGiven(body["audio"])) return "audio";
  return mediaIn(body["messages"]) ?? hostedTool(body["tools"]);
}

/** The first part of a request to the Responses API that is billed as input and not shown in it. */
export function unseenInResponses(body: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of ["previous_response_id", "conversation", "prompt"]) {
    if (isGiven(body[name])) return name;
  }
  const references = itemsOf(body["input"]).some((item) => fieldsOf(item)["type"] === "item_reference");
  return references ? "item_reference" : (mediaIn(body["input"]) ?? hostedTool(body["tools"]));
}

function mediaIn(messages: unknown): string | undefined {
  for (const message of itemsOf(messages)) {
    const { type, content, output } = fieldsOf(message);
    if (typeof type === "string" && media.has(type)) return type;
    const found = mediaAmong(content) ?? mediaAmong(output);
    if (found !== undefined) return found;
  }
  return undefined;
}

function mediaAmong(parts: unknown): string | undefined {
  for (const part of itemsOf(parts)) {
    const { type } = fieldsOf(part);
    if (typeof type === "string" && media.has(type)) return type;
  }
  return undefined;
}

function hostedTool(tools: unknown): string | undefined {
  for (const tool of itemsOf(tools)) {
    const type = fieldsOf(tool)["type"];
    if (typeof type === "string" && !clientTools.has(type)) return `the tool ${type}`;
  }
  return undefined;
}
