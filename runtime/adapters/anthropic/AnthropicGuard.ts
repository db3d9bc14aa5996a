import type { Budget } from "../../Budget.js";
import { Account } from "../core/Account.js";
import { twoTokensPerByte } from "../core/defaultEstimators.js";
import { Guard } from "../core/Guard.js";
import { type GuardArguments, type GuardOptions, settingsOf } from "../core/options.js";
import { withoutQuery } from "../http/address.js";
import { exchange } from "../http/exchange.js";
import type { Protocol } from "../http/Protocol.js";
import { messages } from "./messages.js";

/** What the client hands to a middleware: a `RequestInit` and the address. */
interface MiddlewareRequest {
  readonly url: string;
  readonly method?: string | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}

/** A middleware of the client, as it declares it. */
export type AnthropicMiddleware = <Request extends MiddlewareRequest>(
  request: Request,
  next: (request: Request) => Promise<Response>,
) => Promise<Response>;

/** What costs nothing, though it is a POST. */
const free = /\/(count_tokens|cancel)$|\/oauth\//;

/** What is known of the cost of a request: that it has none, the protocol that says it, nothing. */
function protocolOf({ url, method }: MiddlewareRequest): Protocol | "free" | "unknown" {
  if (method !== "POST" && method?.toUpperCase() !== "POST") return "free";
  const address = withoutQuery(url);
  if (address.endsWith("/v1/messages")) return messages;
  return free.test(address) || !address.includes("/v1/") ? "free" : "unknown";
}

/** What an {@link AnthropicGuard} takes beside its budget. */
export type AnthropicGuardOptions<Unit extends string> = GuardOptions<Unit>;

/**
 * Guards clients of `@anthropic-ai/sdk`, those for Bedrock, Vertex and Foundry included.
 *
 * ```ts
 * const guard = new AnthropicGuard(budget, { maxOutputTokens: 500 });
 * const client = new Anthropic({ middleware: [guard.middleware] });
 * ```
 */
export class AnthropicGuard<Unit extends string = "tokens"> extends Guard<Unit> {
  /** For the client's option `middleware`. Sees each attempt, those that the client makes by itself included. */
  readonly middleware: AnthropicMiddleware;

  /**
   * Consumes `budget`.
   *
   * @throws InvalidAmountError, UnitMismatchError
   */
  constructor(budget: Budget<Unit>, ...args: GuardArguments<Unit, AnthropicGuardOptions<Unit>>) {
    const options = args[0];
    const account = new Account<Unit>(budget, settingsOf(budget.unit, options, twoTokensPerByte));
    super(account);
    const refuse = (what: string): Promise<never> =>
      Promise.reject(account.refuse({ kind: "unbounded", what }));
    this.middleware = (request, next) => {
      const protocol = protocolOf(request);
      if (protocol === "free") return next(request);
      if (protocol === "unknown")
        return refuse(`nothing is known of the cost of ${new URL(request.url).pathname}`);
      if (typeof request.body !== "string") return refuse("the body of the request is no text");
      const signal = request.signal ?? undefined;
      return exchange(account, protocol, request.body, signal, (body) =>
        next(body === request.body ? request : { ...request, body }),
      );
    };
  }
}
