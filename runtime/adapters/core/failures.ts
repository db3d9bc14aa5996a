import { fieldsOf } from "./json.js";

/**
 * Providers do not bill what they answer with an error. A gateway that has lost sight of its upstream does not know
 * whether that went on to finish the reply.
 */
export function isUnbilledStatus(status: number): boolean {
  if (status === 408 || status === 502 || status === 504) return false;
  return (status >= 400 && status < 520) || status === 529;
}

/** What says that no connection was made, so that no provider has seen the request. */
const neverSent = new Set<unknown>(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

/** What an error says of the call that it ended. */
export interface Failure {
  readonly billed: "no" | "maybe";
  /** What the provider answered; undefined if no answer is known of. */
  readonly status: number | undefined;
}

/** What `error`, or what caused it, says of the bill. */
export function failureOf(error: unknown): Failure {
  let current = error;
  // No library wraps an error that often: the bound is for causes that go round in a circle.
  for (let depth = 0; depth < 8 && typeof current === "object" && current !== null; depth++) {
    const { code, status, statusCode, cause } = fieldsOf(current);
    if (neverSent.has(code)) return { billed: "no", status: undefined };
    const answered = statusCode ?? status;
    if (typeof answered === "number") {
      return { billed: isUnbilledStatus(answered) ? "no" : "maybe", status: answered };
    }
    current = cause;
  }
  return { billed: "maybe", status: undefined };
}
