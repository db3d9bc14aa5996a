import { type GuardEvent, OpenAIGuard, refusalOf } from "affine-budget/openai";
import { BudgetReport } from "affine-budget/report";
import { BudgetMint } from "affine-budget/testing";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";

import { useModelServer } from "./support/server/useModelServer.js";

const mint = BudgetMint.forTesting();
const server = useModelServer();

const cap = 400;
/** With its prompt, more than the whole cap; no request allows as much. */
const endless = Array.from({ length: 450 }, () => "word").join(" ");

interface Agent {
  readonly guard: OpenAIGuard;
  readonly ask: (prompt: string) => Promise<unknown>;
  readonly events: readonly GuardEvent[];
  readonly report: BudgetReport;
}

/** An agent whose calls may answer with 20 tokens. */
function start(): Agent {
  const report = new BudgetReport();
  const events: GuardEvent[] = [];
  const onEvent = [report.onEvent, (event: GuardEvent): void => void events.push(event)];
  const guard = new OpenAIGuard(mint.issue(cap), { maxOutputTokens: 20, onEvent });
  const client = new OpenAI({
    apiKey: "none",
    baseURL: `${server.url}/v1`,
    fetch: guard.fetch,
    maxRetries: 0,
  });
  const ask = (content: string): Promise<unknown> =>
    client.chat.completions.create({ model: "gpt-4o-mini", messages: [{ role: "user", content }] });
  return { guard, ask, events, report };
}

/** A promise, and what resolves it. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe("a provider that ignores the maximum, in a reply that is not streamed", () => {
  it("is charged as far as the budget goes; the rest is owed, and told", async () => {
    const { guard, ask, events, report } = start();
    server.next({ kind: "reply", text: endless, ignoresMaximum: true });
    await ask("hello");
    const owed = server.billed - cap;
    expect(owed).toBeGreaterThan(0);
    expect([guard.spent, guard.remaining, guard.uncovered]).toEqual([cap, 0, owed]);
    expect(events.at(-1)).toMatchObject({ type: "ended", charged: cap, refunded: 0, uncovered: owed });
    expect(report.toText()).toContain(`billed and not paid: ${owed}`);
    expect(report.toHtml()).toContain(`${owed} billed and not paid`);
  });

  it("is the last to be called: one reply over the cap, and no second", async () => {
    const { ask } = start();
    server.always({ kind: "reply", text: endless, ignoresMaximum: true });
    await ask("hello");
    for (let again = 0; again < 3; again++) {
      await expect(ask("hello")).rejects.toSatisfy((error) => refusalOf(error)?.kind === "insufficient");
    }
    expect(server.requests).toHaveLength(1);
  });
});

describe("what is owed", () => {
  it("is paid first by what calls in flight give back: it is not spent a second time", async () => {
    const { guard, ask, events, report } = start();
    const { opened, open } = gate();
    server.next({ kind: "reply", until: opened });
    const inFlight = ask("hello");
    await server.hasSeen(1);
    server.next({ kind: "reply", text: endless, ignoresMaximum: true });
    await ask("hello");
    const owed = guard.uncovered;
    expect(owed).toBeGreaterThan(0);
    open();
    await inFlight;
    const ended = events.findLast((event) => event.type === "ended");
    const refunded = ended?.type === "ended" ? ended.refunded : NaN;
    expect(refunded).toBeGreaterThan(0);
    expect(events.at(-1)).toMatchObject({ type: "covered", amount: refunded });
    expect([guard.spent, guard.remaining, guard.uncovered]).toEqual([cap, 0, owed - refunded]);
    expect(guard.spent + guard.uncovered).toBe(server.billed);
    expect(report.roots[0]).toMatchObject({ spent: cap, remaining: 0, uncovered: owed - refunded });
    await expect(ask("hello")).rejects.toSatisfy((error) => refusalOf(error)?.kind === "insufficient");
  });

  it("is paid first by a merge; calls go on with the rest of it", async () => {
    const { guard, ask, events } = start();
    const part = guard.split(250);
    server.next({ kind: "reply", text: endless.slice(0, 1_000), ignoresMaximum: true });
    await ask("hello");
    const owed = guard.uncovered;
    expect(owed).toBeGreaterThan(0);
    guard.merge(part);
    expect(events.slice(-2)).toMatchObject([
      { type: "merged", amount: 250 },
      { type: "covered", amount: owed },
    ]);
    expect([guard.spent, guard.remaining, guard.uncovered]).toEqual([server.billed, cap - server.billed, 0]);
    await ask("hello");
    expect(guard.spent).toBe(server.billed);
  });
});
