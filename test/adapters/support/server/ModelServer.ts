import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

import { anthropicMessages } from "./anthropicMessages.js";
import { googleGenerateContent } from "./googleGenerateContent.js";
import { openaiChat } from "./openaiChat.js";
import { openaiResponses } from "./openaiResponses.js";

/** What the server does with one request. */
export type Script =
  | {
      readonly kind: "reply";
      readonly text?: string;
      /** Says nothing about what was billed. */
      readonly withoutUsage?: boolean;
      /** Goes on over the maximum that the request set. */
      readonly ignoresMaximum?: boolean;
      /** Answers no sooner than that. */
      readonly until?: Promise<void>;
      /** Waits before it answers, in milliseconds. */
      readonly afterMs?: number;
      /** Pauses between the words of a stream, in milliseconds. */
      readonly pauseMs?: number;
      /** Sends that many words of a stream, then nothing more. */
      readonly hangsAfter?: number;
      /** Closes the connection after that many words of a stream. */
      readonly breaksAfter?: number;
      /** Bills this many times what it counts. */
      readonly billsTimes?: number;
      /** Reports one token in so many of those that it bills. */
      readonly reportsOneIn?: number;
      /** Bills that many tokens of input on top of the text, as for an image. */
      readonly unseenTokens?: number;
      readonly cachedTokens?: number;
      readonly reasoningTokens?: number;
    }
  | { readonly kind: "error"; readonly status: number }
  | { readonly kind: "drop" };

export type Reply = Extract<Script, { kind: "reply" }>;

/** What a request asks for, in any of the protocols. */
export interface Ask {
  readonly model: string;
  readonly promptText: string;
  readonly maxOutput: number | undefined;
  readonly stream: boolean;
}

/** What the server counts for one reply. Totals contain their parts. */
export interface Bill {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly reasoning: number;
}

/** How a protocol reads requests and writes replies. A word of a reply is one token. */
export interface Wire {
  /** @param path where the request came to, for what a protocol says there and not in the body */
  ask(body: Readonly<Record<string, unknown>>, path: string): Ask;
  whole(ask: Ask, words: readonly string[], bill: Bill | undefined, truncated: boolean): object;
  /** The events before the words, one for each word, and those after. */
  open(ask: Ask, bill: Bill | undefined): readonly string[];
  word(ask: Ask, word: string): string;
  close(ask: Ask, words: readonly string[], bill: Bill | undefined, truncated: boolean): readonly string[];
}

const wires: readonly (readonly [path: RegExp, wire: Wire])[] = [
  [/\/chat\/completions$/, openaiChat],
  [/\/responses$/, openaiResponses],
  [/\/messages$/, anthropicMessages],
  [/:(generateContent|streamGenerateContent)$/, googleGenerateContent],
];

export interface SeenRequest {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** `undefined` where no protocol is spoken at the path. */
  readonly ask: Ask | undefined;
}

/**
 * Speaks the protocols of the providers on the loopback: whole replies and streams, usage, errors. Counts what it bills,
 * which is what a cap is measured against.
 */
export class ModelServer {
  readonly requests: SeenRequest[] = [];
  /** Tokens of all replies so far, those that the client did not read to the end included. */
  billed = 0;
  /** Tokens of the reply that was billed last. */
  lastBill = 0;
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));
  readonly #scripts: Script[] = [];
  #default: Script = { kind: "reply" };

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  /** Known once it listens. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves when `count` requests have arrived; throws if they do not come. */
  async hasSeen(count: number): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (this.requests.length < count) {
      if (Date.now() > deadline) throw new Error(`only ${this.requests.length} of ${count} requests came`);
      await delay(5);
    }
  }

  /** Says what to do with the next requests; those after them get the default. */
  next(...scripts: readonly Script[]): void {
    this.#scripts.push(...scripts);
  }

  always(script: Script): void {
    this.#default = script;
  }

  reset(): void {
    this.requests.length = 0;
    this.#scripts.length = 0;
    this.#default = { kind: "reply" };
    this.billed = 0;
    this.lastBill = 0;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", this.url).pathname;
    const body = JSON.parse(await textOf(request)) as Record<string, unknown>;
    const wire = wires.find(([pattern]) => pattern.test(path))?.[1];
    const ask = wire?.ask(body, path);
    this.requests.push({ path, body, ask });
    const script = this.#scripts.shift() ?? this.#default;
    if (wire === undefined || ask === undefined) {
      response.writeHead(404).end();
      return;
    }
    switch (script.kind) {
      case "drop":
        response.destroy();
        return;
      case "error": {
        const headers = { "content-type": "application/json", "retry-after-ms": "1", "retry-after": "0" };
        const message = `scripted ${script.status}`;
        // What one protocol does not know of the others, its clients pass over.
        const error = { type: "api_error", message, code: null, param: null, status: "UNKNOWN" };
        response.writeHead(script.status, headers).end(JSON.stringify({ type: "error", error }));
        return;
      }
      case "reply":
        await this.#reply(wire, ask, script, response);
    }
  }

  async #reply(wire: Wire, ask: Ask, script: Reply, response: ServerResponse): Promise<void> {
    const {
      text = "one two three four five",
      billsTimes = 1,
      reportsOneIn = 1,
      reasoningTokens = 0,
      unseenTokens = 0,
      cachedTokens = 0,
    } = script;
    await script.until;
    if (script.afterMs !== undefined) await delay(script.afterMs);
    const all = text.split(" ");
    const limit = script.ignoresMaximum === true ? all.length : (ask.maxOutput ?? all.length);
    const words = all.slice(0, limit).map((word, index) => (index === 0 ? word : ` ${word}`));
    const bill: Bill = {
      input: (Math.ceil(Buffer.byteLength(ask.promptText) / 4) + unseenTokens) * billsTimes,
      cached: cachedTokens,
      output: (words.length + reasoningTokens) * billsTimes,
      reasoning: reasoningTokens,
    };
    this.lastBill = bill.input + bill.output;
    this.billed += this.lastBill;
    const reported = script.withoutUsage === true ? undefined : oneIn(reportsOneIn, bill);
    const truncated = words.length < all.length;
    if (!ask.stream) {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(wire.whole(ask, words, reported, truncated)));
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(wire.open(ask, reported).join(""));
    for (const [index, word] of words.entries()) {
      if (index === script.hangsAfter) return;
      if (index === script.breaksAfter) {
        response.destroy();
        return;
      }
      response.write(wire.word(ask, word));
      if (script.pauseMs !== undefined) await delay(script.pauseMs);
    }
    response.end(wire.close(ask, words, reported, truncated).join(""));
  }
}

function oneIn(factor: number, { input, cached, output, reasoning }: Bill): Bill {
  return {
    input: Math.ceil(input / factor),
    cached: Math.ceil(cached / factor),
    output: Math.ceil(output / factor),
    reasoning: Math.ceil(reasoning / factor),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString("utf8") || "{}";
}
