import type { Account } from "../core/Account.js";
import { CallRefusedError } from "../core/CallRefusedError.js";
import { withoutQuery } from "../http/address.js";
import { exchange } from "../http/exchange.js";
import type { Protocol } from "../http/Protocol.js";
import { chat } from "./chat.js";
import { completions } from "./completions.js";
import { embeddings } from "./embeddings.js";
import { responses } from "./responses.js";

/** By the end of the address; the first that fits. */
const protocols: readonly { readonly path: string; readonly protocol: Protocol }[] = [
  { path: "/chat/completions", protocol: chat },
  { path: "/responses", protocol: responses },
  { path: "/completions", protocol: completions },
  { path: "/embeddings", protocol: embeddings },
];

/** What costs nothing, though it is a POST. */
const free = /\/(moderations|cancel|input_tokens)$/;

/** What is known of the cost of a request: that it has none, the protocol that says it, nothing. */
function protocolOf(url: string, method: string): Protocol | "free" | "unknown" {
  if (method !== "POST" && method.toUpperCase() !== "POST") return "free";
  const address = withoutQuery(url);
  for (const { path, protocol } of protocols) if (address.endsWith(path)) return protocol;
  return free.test(address) ? "free" : "unknown";
}

/**
 * A `fetch` that makes no call that the account does not cover. A refusal is answered with a 402 that the client does not
 * try again; throwing would make it try three times.
 */
export function guardedFetch<Unit extends string>(
  account: Account<Unit>,
  send: typeof globalThis.fetch,
): typeof globalThis.fetch {
  return async (input, init) => {
    const request = input instanceof Request ? input : undefined;
    const address = input instanceof Request ? input.url : input.toString();
    const protocol = protocolOf(address, init?.method ?? request?.method ?? "GET");
    if (protocol === "free") return await send(input, init);
    try {
      if (protocol === "unknown") {
        const { pathname } = new URL(address);
        throw account.refuse({ kind: "unbounded", what: `nothing is known of the cost of ${pathname}` });
      }
      const text = init?.body ?? (request === undefined ? undefined : await request.clone().text());
      if (typeof text !== "string") {
        throw account.refuse({ kind: "unbounded", what: "the body of the request is no text" });
      }
      const signal = init?.signal ?? request?.signal;
      return await exchange(account, protocol, text, signal, (body) => send(input, { ...init, body }));
    } catch (error) {
      if (error instanceof CallRefusedError) return answerFor(error);
      throw error;
    }
  };
}

function answerFor({ message, code, refusal }: CallRefusedError): Response {
  const error = { message, type: "budget", code, param: null, refusal };
  return Response.json({ error }, { status: 402, headers: { "x-should-retry": "false" } });
}
