import type { Account } from "../core/Account.js";
import { isUnbilledStatus } from "../core/failures.js";
import { fieldsOf, ownFieldsOf, parseJson } from "../core/json.js";
import { meteredBody } from "./meteredBody.js";
import type { Protocol } from "./Protocol.js";
import { readAgain } from "./readAgain.js";
import { textOf } from "./textOf.js";

/** Sends one attempt, with this body in place of the caller's. */
export type Send = (body: string) => Promise<Response>;

/**
 * One attempt, paid for in advance and settled by its reply.
 *
 * @param text the body that the SDK would send
 * @param signal aborts the attempt, its reply included
 * @throws CallRefusedError before anything is sent
 */
export async function exchange<Unit extends string>(
  account: Account<Unit>,
  protocol: Protocol,
  text: string,
  signal: AbortSignal | undefined,
  send: Send,
): Promise<Response> {
  signal?.throwIfAborted();
  const body = ownFieldsOf(parseJson(text));
  const reader = body["stream"] === true ? protocol.reader(body) : undefined;
  const plan = protocol.plan(body, text, account);
  const attempt = account.begin(plan.call);
  let response: Response;
  try {
    response = await send(plan.text);
  } catch (error) {
    attempt.fail(error, "a connection that broke");
    throw error;
  }
  if (!response.ok) {
    if (isUnbilledStatus(response.status)) attempt.cancel(response.status);
    else attempt.forfeit(`an answer ${response.status}`);
    return response;
  }
  if (reader !== undefined && response.body !== null) {
    // Until here, and while a whole reply is read, an abortion makes what is awaited fail; a stream may wait for its reader.
    if (signal !== undefined) attempt.watch(signal);
    return copyOf(response, meteredBody(response.body, reader, attempt));
  }
  try {
    const reply = await textOf(response);
    const json = parseJson(reply);
    attempt.settle(protocol.usageOf(fieldsOf(json)));
    return readAgain(response, reply, json);
  } catch (error) {
    attempt.forfeit("a reply that broke off");
    throw error;
  }
}

/** The same answer with another body, whose length and encoding are its own. */
function copyOf({ status, statusText, headers }: Response, body: ReadableStream<Uint8Array>): Response {
  const copied = new Headers(headers);
  copied.delete("content-encoding");
  copied.delete("content-length");
  return new Response(body, { status, statusText, headers: copied });
}
