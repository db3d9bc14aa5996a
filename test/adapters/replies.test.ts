import { OpenAIGuard } from "affine-budget/openai";
import { BudgetMint } from "affine-budget/testing";
import { describe, expect, it } from "vitest";

import { useModelServer } from "./support/server/useModelServer.js";

const server = useModelServer();

const messages = [{ role: "user", content: "hello" }];

function ask(fetch: typeof globalThis.fetch, signal: AbortSignal | null = null): Promise<Response> {
  const body = JSON.stringify({ model: "gpt-4o-mini", messages });
  return fetch(`${server.url}/v1/chat/completions`, { method: "POST", body, signal });
}

const bare = (): Promise<Response> => ask(globalThis.fetch);
const guarded = (): Promise<Response> => ask(new OpenAIGuard(BudgetMint.forTesting().issue(10_000)).fetch);

async function streamed(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of body ?? []) text += decoder.decode(piece, { stream: true });
  return text;
}

/** Reads with a buffer that is smaller than the body, so that it is filled more than once. */
async function intoOwnBuffer(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const reader = body?.getReader({ mode: "byob" });
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const piece = await reader?.read(new Uint8Array(50));
    if (piece === undefined || piece.done) return text;
    text += decoder.decode(piece.value, { stream: true });
  }
}

const readings: readonly (readonly [name: string, read: (response: Response) => Promise<unknown>])[] = [
  ["text", (response) => response.text()],
  ["json", (response) => response.json()],
  ["arrayBuffer", async (response) => new Uint8Array(await response.arrayBuffer())],
  ["blob", async (response) => (await response.blob()).text()],
  ["body", (response) => streamed(response.body)],
  ["body, into a buffer of the reader", (response) => intoOwnBuffer(response.body)],
  ["clone", async (response) => [await response.clone().text(), await response.text()]],
];

describe("the reply to a guarded call, which the guard has read before", () => {
  it.each(readings)("gives the same by %s as that to a bare one, and only once", async (_, read) => {
    const [own, theirs] = [await guarded(), await bare()];
    expect(own.bodyUsed).toBe(false);
    expect(await read(own)).toEqual(await read(theirs));
    expect([own.bodyUsed, theirs.bodyUsed]).toEqual([true, true]);
    for (const response of [own, theirs]) {
      for (const again of [response.text(), response.json(), response.arrayBuffer()]) {
        await expect(again).rejects.toThrow(TypeError);
      }
      expect(() => response.clone()).toThrow(TypeError);
    }
  });

  it("is read by nobody else while its body has a reader, nor after that was cancelled", async () => {
    for (const response of [await guarded(), await bare()]) {
      const reader = response.body?.getReader();
      expect(response.body?.locked).toBe(true);
      await expect(response.text()).rejects.toThrow(TypeError);
      await reader?.cancel();
      expect(response.bodyUsed).toBe(true);
      await expect(response.json()).rejects.toThrow(TypeError);
    }
  });

  it("has the same address, status and headers", async () => {
    const [own, theirs] = await Promise.all([guarded(), bare()]);
    const about = ({ url, status, ok, redirected, type, headers }: Response): unknown => {
      const all = new Map(headers);
      all.delete("date");
      return { url, status, ok, redirected, type, headers: all };
    };
    expect(about(own)).toEqual(about(theirs));
    expect(own).toBeInstanceOf(Response);
  });
});

/** A `fetch` of the caller's own, which answers with `body`. */
const answering = (body: ConstructorParameters<typeof Response>[0]): typeof globalThis.fetch =>
  new OpenAIGuard(BudgetMint.forTesting().issue(10_000), {
    fetch: () => Promise.resolve(new Response(body)),
  }).fetch;

/** Cuts text anywhere, in the middle of a character too. */
function inPieces(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

describe("the text of a reply to a guarded call", () => {
  const text = "\uFEFF1 € für 😀";

  it.each([1, 2, 3, 5, 100])("is what it was, in pieces of %i bytes", async (size) => {
    const response = await ask(answering(inPieces(text, size)));
    expect(await response.text()).toBe(await new Response(inPieces(text, size)).text());
  });

  it.each(["", null])("is empty where the body is %j", async (body) => {
    expect(await (await ask(answering(body))).text()).toBe("");
  });

  it("is read where the body is not a stream of the platform", async () => {
    const response = new Response(text);
    Object.defineProperty(response, "body", { value: { pipe: () => undefined }, configurable: true });
    const guard = new OpenAIGuard(BudgetMint.forTesting().issue(10_000), {
      fetch: () => Promise.resolve(response),
    });
    expect(await (await ask(guard.fetch)).text()).toBe("1 € für 😀");
  });
});

describe("a guarded call that is aborted before its reply has come", () => {
  it("is charged in full: the provider had it", async () => {
    server.next({ kind: "reply", until: new Promise<void>(() => undefined) });
    const guard = new OpenAIGuard(BudgetMint.forTesting().issue(10_000));
    const controller = new AbortController();
    const asking = ask(guard.fetch, controller.signal);
    await server.hasSeen(1);
    const { reserved } = guard;
    expect(reserved).toBeGreaterThan(0);
    controller.abort();
    await expect(asking).rejects.toThrow("aborted");
    expect([guard.spent, guard.reserved, guard.inFlight]).toEqual([reserved, 0, 0]);
    await expect(ask(guard.fetch, controller.signal)).rejects.toThrow("aborted");
    expect(guard.spent).toBe(reserved);
  });
});
