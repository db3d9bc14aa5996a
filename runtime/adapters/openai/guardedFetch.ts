import type { Account } from "../core/Account.js";
import { CallRefusedError } from "../core/CallRefusedError.js";
import { exchange } from "../http/exchange.js";
import type { Protocol } from "../http/Protocol.js";
import { chat } from "./chat.js";
import { completions } from "./completions.js";
import { embeddings } from "./embeddings.js";
import { responses } from "./responses.js";

const protocols: readonly (readonly [path: RegExp, protocol: Protocol])[] = [
  [/\/chat\/completions$/, chat],
  [/\/responses$/, responses],
  [/\/completions$/, completions],
  [/\/embeddings$/, embeddings],
];

/** What costs nothing, though it is a POST. */
const free = /\/(moderations|cancel|input_tokens)$/;

/**
 * A `fetch` that makes no call that the account does not cover. A refusal is answered with a 402 that the client does not
 * try again; throwing would make it try three times.
 */
export function guardedFetch<Unit extends string>(
  account: Account<Unit>,
  send: typeof globalThis.fetch,
): typeof globalThis.fetch {
  return async (input, init) => {
    // To parse the address would cost a tenth of what all the rest does.
    const [address = ""] = (input instanceof Request ? input.url : String(input)).split(/[?#]/, 1);
    const method = init?.method ?? (input instanceof Request ? input.method : "GET");
    if (method.toUpperCase() !== "POST" || free.test(address)) return await send(input, init);
    try {
      const protocol = protocols.find(([path]) => path.test(address))?.[1];
      if (protocol === undefined) {
        const { pathname } = new URL(address);
        throw account.refuse({ kind: "unbounded", what: `nothing is known of the cost of ${pathname}` });
      }
      const text = init?.body ?? (input instanceof Request ? await input.clone().text() : undefined);
      if (typeof text !== "string") {
        throw account.refuse({ kind: "unbounded", what: "the body of the request is no text" });
      }
      const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
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
