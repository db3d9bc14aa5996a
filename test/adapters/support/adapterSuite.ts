import { type Budget } from "affine-budget";
import { type GuardEvent, type GuardOptions, refusalOf } from "affine-budget/openai";
import { BudgetMint } from "affine-budget/testing";
import { describe, expect, it, vi } from "vitest";

import type { AdapterUnderTest, GuardedClient } from "./clients/AdapterUnderTest.js";
import { useModelServer } from "./server/useModelServer.js";

const mint = BudgetMint.forTesting();

/** The contract that every adapter keeps, with the real client, over HTTP. */
export function describeAdapter({
  name,
  connect,
  provider = "openai",
  cutsStreams = true,
}: AdapterUnderTest): void {
  describe(`${name}, over HTTP`, () => {
    const server = useModelServer();

    /** A client on `amount` tokens, and what happens to them. */
    function start(
      amount: number,
      options: GuardOptions<"tokens"> = {},
    ): GuardedClient & { events: GuardEvent[] } {
      const events: GuardEvent[] = [];
      const onEvent = (event: GuardEvent): void => {
        events.push(event);
      };
      const connected = connect(server, mint.issue(amount), { maxOutputTokens: 50, onEvent, ...options });
      return { ...connected, events };
    }

    const outcomes = (events: readonly GuardEvent[]): string[] =>
      events.flatMap((event) => (event.type === "ended" ? [event.outcome.kind] : []));
    const reservations = (events: readonly GuardEvent[]): number[] =>
      events.flatMap((event) => (event.type === "reserved" ? [event.reserved] : []));

    it("reserves before the call, and charges what the provider billed", async () => {
      const { guard, call, events } = start(10_000);
      expect(await call("hello")).toBe("one two three four five");
      expect(server.billed).toBeGreaterThan(5);
      expect(guard.spent).toBe(server.billed);
      expect(guard.remaining).toBe(10_000 - server.billed);
      expect(reservations(events)[0]).toBeGreaterThan(server.billed);
      expect(outcomes(events)).toEqual(["settled"]);
    });

    it("tells of a call from its reservation to its end: who makes it, of what model, of which provider", async () => {
      const { guard, call, events } = start(10_000, { name: "reader" });
      await call("hello");
      expect(guard.identity).toMatchObject({ name: "reader", unit: "tokens", parent: undefined });
      expect(events.map(({ type }) => type)).toEqual(["opened", "reserved", "ended"]);
      expect(events.every((event) => event.guard === guard.identity)).toBe(true);
      const [, reserved, ended] = events;
      if (reserved?.type !== "reserved" || ended?.type !== "ended") throw new Error("not told");
      expect(reserved).toMatchObject({ operation: "chat", provider, maxOutput: 50 });
      expect(reserved.model).toBe(server.requests[0]?.ask?.model);
      const { call: id, model, operation } = reserved;
      expect(ended).toMatchObject({ call: id, model, operation, provider, charged: server.billed });
      expect(ended.charged + ended.refunded).toBe(reserved.reserved);
    });

    it("sends the maximum that was reserved, so that the provider enforces it", async () => {
      const { call } = start(10_000, { maxOutputTokens: 3 });
      // One of the SDKs throws away a reply that has reached its maximum.
      await call("hello").catch(() => undefined);
      expect(server.requests[0]?.ask?.maxOutput).toBe(3);
      // One name for it, and not those of other protocols besides.
      const maxima = JSON.stringify(server.requests[0]?.body).matchAll(/"max\w*tokens":(\d+)/gi);
      expect(Array.from(maxima, ([, maximum]) => maximum)).toEqual(["3"]);
    });

    it.each([500, 429])(
      "reserves for each attempt, and charges none that was answered %i",
      async (status) => {
        server.next({ kind: "error", status }, { kind: "error", status });
        const { guard, call, events } = start(10_000);
        expect(await call("hello")).toBe("one two three four five");
        expect(server.requests).toHaveLength(3);
        expect(reservations(events)).toHaveLength(3);
        expect(outcomes(events)).toEqual(["cancelled", "cancelled", "settled"]);
        expect(guard.spent).toBe(server.billed);
      },
    );

    it("charges the reservation of an attempt whose connection broke: it may have been billed", async () => {
      server.next({ kind: "drop" });
      const { guard, call, events } = start(10_000);
      expect(await call("hello")).toBe("one two three four five");
      const [dropped = 0] = reservations(events);
      expect(outcomes(events)).toEqual(["forfeited", "settled"]);
      expect(guard.spent).toBe(dropped + server.billed);
    });

    it("charges the reservation when the provider does not say what it billed", async () => {
      server.next({ kind: "reply", withoutUsage: true });
      const { guard, call, events } = start(10_000);
      await call("hello");
      expect(outcomes(events)).toEqual(["forfeited"]);
      expect(guard.spent).toBe(reservations(events)[0]);
    });

    it("does not send a call that the budget does not cover, nor try it again; the error names the shortfall", async () => {
      const { guard, call } = start(40);
      const error = await call("hello").then(
        () => undefined,
        (reason: unknown) => reason,
      );
      const refusal = refusalOf(error);
      if (refusal?.kind !== "insufficient") throw new Error("not refused", { cause: error });
      expect(refusal.remaining).toBe(40);
      expect(refusal.shortfall).toBe(refusal.requested - 40);
      expect(String(error)).toContain(`${refusal.shortfall} tokens too few`);
      expect(server.requests).toEqual([]);
      expect(guard.remaining).toBe(40);
    });

    it("settles a stream that was read to its end", async () => {
      const { guard, stream, events } = start(10_000);
      expect(await stream("hello")).toBe("one two three four five");
      expect(outcomes(events)).toEqual(["settled"]);
      expect(guard.spent).toBe(server.billed);
    });

    it("charges the reservation of a stream that does not say what it billed", async () => {
      server.next({ kind: "reply", withoutUsage: true });
      const { guard, stream, events } = start(10_000);
      await stream("hello");
      expect(outcomes(events)).toEqual(["forfeited"]);
      expect(guard.spent).toBe(reservations(events)[0]);
    });

    it("charges the reservation of a stream that was aborted", async () => {
      server.next({ kind: "reply", hangsAfter: 2 });
      const { guard, stream, events } = start(10_000);
      const controller = new AbortController();
      const reading = stream(
        "hello",
        () => {
          controller.abort();
          return true;
        },
        controller.signal,
      );
      await reading.catch(() => undefined);
      const rest = await guard.release();
      expect(outcomes(events)).toEqual(["forfeited"]);
      expect(rest.remaining).toBe(10_000 - (reservations(events)[0] ?? 0));
    });

    it("charges the reservation of a stream whose reader leaves, at the end of its lease at the latest", async () => {
      server.next({ kind: "reply", hangsAfter: 3 });
      const { guard, stream, events } = start(10_000, { leaseMs: 200 });
      expect(await stream("hello", () => false)).toBe("one");
      const rest = await guard.release();
      expect(outcomes(events)).toEqual(["forfeited"]);
      expect(rest.remaining).toBe(10_000 - (reservations(events)[0] ?? 0));
    });

    it("charges the reservation of a stream whose connection broke", async () => {
      server.next({ kind: "reply", breaksAfter: 2 });
      const { guard, stream, events } = start(10_000, { leaseMs: 200 });
      await stream("hello").catch(() => undefined);
      const rest = await guard.release();
      expect(outcomes(events)[0]).toEqual("forfeited");
      expect(guard.inFlight).toBe(0);
      expect(rest.remaining).toBe(10_000 - guard.spent);
    });

    it.runIf(cutsStreams)("cuts a stream that goes over its reservation, as the provider would", async () => {
      const text = Array.from({ length: 40 }, () => "incomprehensibilities").join(" ");
      server.next({ kind: "reply", text, ignoresMaximum: true });
      const { guard, stream, events } = start(10_000, { maxOutputTokens: 10 });
      const read = await stream("hello");
      expect(read.split(" ").length).toBeLessThan(10);
      expect(text.startsWith(read)).toBe(true);
      expect(guard.spent).toBe(reservations(events)[0]);
      expect((await guard.release()).remaining).toBe(10_000 - guard.spent);
    });

    it.runIf(!cutsStreams)(
      "charges what a reply cost over its reservation, as far as the budget goes",
      async () => {
        const text = Array.from({ length: 600 }, () => "word").join(" ");
        server.next({ kind: "reply", text, ignoresMaximum: true });
        const { guard, stream } = start(10_000, { maxOutputTokens: 10 });
        expect(await stream("hello")).toBe(text);
        expect(guard.spent).toBe(server.billed);
        expect(guard.uncovered).toBe(0);
      },
    );

    it("never lets 20 parallel calls over one cap", async () => {
      const { guard, call, events } = start(700);
      // No call gives anything back before all of them have asked.
      const { promise: allHaveAsked, resolve: answer } = gate();
      server.always({ kind: "reply", until: allHaveAsked });
      const settling = Promise.allSettled(Array.from({ length: 20 }, (_, i) => call(`question ${i}`)));
      const hasAsked = ({ type }: GuardEvent): boolean => type === "reserved" || type === "refused";
      await vi.waitFor(() => expect(events.filter(hasAsked)).toHaveLength(20), { timeout: 30_000 });
      answer();
      const settled = await settling;
      const made = settled.filter(({ status }) => status === "fulfilled");
      const refused = settled.filter(
        (result) => result.status === "rejected" && refusalOf(result.reason)?.kind === "insufficient",
      );
      expect(made.length).toBeGreaterThan(0);
      expect(refused.length).toBe(20 - made.length);
      expect(refused.length).toBeGreaterThan(0);
      expect(server.requests).toHaveLength(made.length);
      expect(server.billed).toBeLessThanOrEqual(700);
      expect(guard.spent).toBe(server.billed);
      expect(Math.max(...reservations(events))).toBeLessThanOrEqual(700);
    });

    it("serves a tree of sub-agents three deep from one budget, and gets back what they leave", async () => {
      const spends: number[] = [];
      const agent = async (budget: Budget, depth: number): Promise<Budget> => {
        const { guard, call } = connect(server, budget, { maxOutputTokens: 20 });
        await call(`level ${depth}`);
        if (depth < 3) {
          const share = Math.floor(guard.remaining / 3);
          const left = await Promise.all([
            agent(guard.split(share), depth + 1),
            agent(guard.split(share), depth + 1),
          ]);
          for (const rest of left) guard.merge(rest);
        }
        spends.push(guard.spent);
        return await guard.release();
      };
      const rest = await agent(mint.issue(20_000), 1);
      expect(server.requests).toHaveLength(7);
      expect(spends.reduce((sum, n) => sum + n)).toBe(server.billed);
      expect(rest.remaining).toBe(20_000 - server.billed);
    });

    it("gives back what is left once nothing is in flight, and refuses every call from then on", async () => {
      server.next({ kind: "reply", afterMs: 100 });
      const { guard, call } = start(10_000);
      const inFlight = call("hello");
      await server.hasSeen(1);
      const releasing = guard.release();
      await expect(call("again")).rejects.toSatisfy((error) => refusalOf(error)?.kind === "released");
      expect(guard.inFlight).toBe(1);
      expect(await inFlight).toBe("one two three four five");
      const rest = await releasing;
      expect(rest.remaining).toBe(10_000 - server.billed);
      expect(guard.remaining).toBe(0);
    });
  });
}

/** A promise, and what resolves it. */
function gate(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((whenResolved) => {
    resolve = whenResolved;
  });
  return { promise, resolve };
}
