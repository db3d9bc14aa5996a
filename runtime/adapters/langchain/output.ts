import { fieldsOf, itemsOf } from "../core/json.js";

/** The output that a piece of a streamed reply carries. */
export function outputOf(chunk: { readonly message: object }): string {
  const { content, tool_call_chunks: calls, additional_kwargs: more } = fieldsOf(chunk.message);
  const texts: unknown[] = [content, fieldsOf(more)["reasoning_content"]];
  for (const block of itemsOf(content)) {
    const { text, thinking, reasoning } = fieldsOf(block);
    texts.push(text, thinking, reasoning);
  }
  for (const call of itemsOf(calls)) texts.push(fieldsOf(call)["args"]);
  return texts.filter((text) => typeof text === "string").join("");
}
