import Anthropic from "@anthropic-ai/sdk";
import { AnthropicGuard } from "affine-budget/anthropic";
import { type Guard, OpenAIGuard, refusalOf } from "affine-budget/openai";
import { BudgetMint } from "affine-budget/testing";
import OpenAI from "openai";

import type { Incident, IncidentModule, World } from "../../fixtures/incidents/Incident.js";
import type { ModelServer } from "../adapters/support/server/ModelServer.js";

/** What a run of an incident came to, in tokens by the provider's count. */
export interface Cost {
  readonly billed: number;
  readonly requests: number;
  /** What the reply cost that came last. */
  readonly lastReply: number;
}

export interface GuardedCost extends Cost {
  /** What the guard has charged, and what was billed beyond its budget. */
  readonly charged: number;
  readonly uncovered: number;
}

/** The program as it was reported, with the clients as they are. */
export async function runWithout(server: ModelServer, { incident, reported }: IncidentModule): Promise<Cost> {
  prepare(server, incident);
  await reported({
    openai: () => new OpenAI({ apiKey: "none", baseURL: `${server.url}/v1` }),
    anthropic: () => new Anthropic({ apiKey: "none", baseURL: server.url }),
  });
  return costOf(server);
}

/** The same program, with a guard in the one client that it makes. */
export async function runGuarded(
  server: ModelServer,
  { incident, reported }: IncidentModule,
): Promise<GuardedCost> {
  prepare(server, incident);
  const budget = BudgetMint.forTesting().issue(incident.cap);
  let guard: Guard<"tokens"> | undefined;
  const world: World = {
    openai() {
      const own = new OpenAIGuard(budget, incident.guard);
      guard = own;
      return new OpenAI({ apiKey: "none", baseURL: `${server.url}/v1`, fetch: own.fetch });
    },
    anthropic() {
      const own = new AnthropicGuard(budget, incident.guard);
      guard = own;
      return new Anthropic({ apiKey: "none", baseURL: server.url, middleware: [own.middleware] });
    },
  };
  try {
    await reported(world);
  } catch (error) {
    if (refusalOf(error) === undefined) throw error;
  }
  // TypeScript does not see that the program has called back.
  const used = guard;
  if (used === undefined) throw new Error("the program has made no client");
  // Closes the books: replies that nobody waited for any more are settled by then.
  await used.release();
  return { ...costOf(server), charged: used.spent, uncovered: used.uncovered };
}

function prepare(server: ModelServer, { provider }: Incident): void {
  server.reset();
  server.always({ kind: "reply", ...provider });
}

function costOf({ billed, requests, lastBill }: ModelServer): Cost {
  return { billed, requests: requests.length, lastReply: lastBill };
}
