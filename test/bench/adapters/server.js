// @ts-check
/**
 * A process of its own that answers every request at once, so that none of its work counts as the client's. Prints the
 * port that it listens on, and ends with its standard input.
 */
import { createServer } from "node:http";

const usage = { input_tokens: 9, output_tokens: 2, total_tokens: 11 };
const text = "one two";

/** @type {readonly (readonly [path: string, reply: object])[]} */
const replies = [
  [
    "/chat/completions",
    {
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 1,
      model: "gpt-4o-mini",
      choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
      usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
    },
  ],
  [
    "/responses",
    {
      id: "resp_1",
      object: "response",
      created_at: 1,
      status: "completed",
      model: "gpt-4o-mini",
      error: null,
      incomplete_details: null,
      output: [
        {
          type: "message",
          id: "msg_1",
          status: "completed",
          role: "assistant",
          content: [{ type: "output_text", text, annotations: [], logprobs: [] }],
        },
      ],
      usage: {
        ...usage,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens_details: { reasoning_tokens: 0 },
      },
    },
  ],
  [
    "/messages",
    {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-opus-4-8",
      content: [{ type: "text", text, citations: null }],
      stop_reason: "end_turn",
      stop_sequence: null,
      usage,
    },
  ],
];

const server = createServer((request, response) => {
  const body = JSON.stringify(replies.find(([path]) => request.url?.endsWith(path))?.[1] ?? {});
  request.resume().on("end", () => {
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" ? address?.port : address);
});
process.stdin.resume().on("end", () => process.exit());
