import type { Budget } from "affine-budget";
import type { GuardEvent, GuardOptions } from "affine-budget/openai";
import { refusalOf } from "affine-budget/openai";
import { BudgetMint } from "affine-budget/testing";

import type { AdapterUnderTest } from "../../adapters/support/clients/AdapterUnderTest.js";
import { aiSdk, aiSdkGoogle } from "../../adapters/support/clients/ai-sdk.js";
import { anthropic } from "../../adapters/support/clients/anthropic.js";
import { langchainFetch, langchainMiddleware } from "../../adapters/support/clients/langchain.js";
import { agentsChat, agentsResponses } from "../../adapters/support/clients/openai-agents.js";
import { openaiChat, openaiResponses } from "../../adapters/support/clients/openai.js";
import type { ModelServer, Script } from "../../adapters/support/server/ModelServer.js";
import { Random } from "../../evaluation/generate/Random.js";
import type { Experiment } from "../Experiment.js";
import { Ledger } from "../support/Ledger.js";
import { repeatedly } from "../support/repeatedly.js";
import { share, sum } from "../support/statistics.js";

const clients: readonly AdapterUnderTest[] = [
  openaiChat,
  openaiResponses,
  anthropic,
  aiSdk,
  aiSdkGoogle,
  langchainMiddleware,
  langchainFetch,
  agentsResponses,
  agentsChat,
];

/** As in the study: for all clients together, where each condition is run 30 times. */
const runsOfAll = 160;

interface Run {
  readonly requests: number;
  readonly refused: number;
  readonly falselyRefused: number;
  /** What does not add up, if anything: the cap, or the books. */
  readonly violation: string | null;
}

export const mixed: Experiment = {
  name: "mixed",
  title: "Mixed runs on five SDKs and three providers",
  setUp: `Each run is one agent with up to three sub-agents on slices of its budget, all at work at once, with whole replies and streams.
The server answers some requests with 500 or 429 (the clients try again), drops some connections, and does not always say what it
bills. Half of the caps cover everything that may happen, the others do not. A violation: more is billed than the cap, or the guards
have charged less than was billed, or what was charged and what is left are not the cap. A false refusal: one whose amount was left
at that moment, counted from what was told before it; or any refusal under a cap that covers everything.`,
  limits: `the providers themselves: the study's 160 runs were live. The protocols are Chat Completions and Responses of OpenAI, Messages
of Anthropic, and \`generateContent\` of Google.`,
  async run({ server, runs, progress }) {
    const rows: string[][] = [];
    const all: Run[] = [];
    // One run of each client under each kind of cap at least.
    const total = Math.max(Math.round((runsOfAll * runs) / 30), 2 * clients.length);
    for (const [seed, client] of clients.entries()) {
      const own =
        Math.floor((total * (seed + 1)) / clients.length) - Math.floor((total * seed) / clients.length);
      const { results } = await repeatedly({ server, runs: own, progress }, client.name, (index) =>
        oneRun(server, client, Random.of(seed, index), index % 2 === 0),
      );
      rows.push([client.name, ...figures(results), ""]);
      all.push(...results);
    }
    rows.push(["all", ...figures(all), "0 and 0 in 160"]);
    const violations = all.flatMap(({ violation }) => violation ?? []);
    return {
      tables: [
        { columns: ["client", "runs", "requests", "refused", "violations", "false refusals", "paper"], rows },
      ],
      claims: [
        {
          text: violations.length === 0 ? "no violation" : `no violation (${violations.join("; ")})`,
          holds: violations.length === 0,
        },
        { text: "no false refusal", holds: all.every(({ falselyRefused }) => falselyRefused === 0) },
        {
          text: "some calls are refused, or nothing was tried",
          holds: all.some(({ refused }) => refused > 0),
        },
      ],
    };
  },
};

function figures(runs: readonly Run[]): readonly string[] {
  return [
    String(runs.length),
    String(sum(runs.map(({ requests }) => requests))),
    String(sum(runs.map(({ refused }) => refused))),
    share(runs.filter(({ violation }) => violation !== null).length, runs.length),
    String(sum(runs.map(({ falselyRefused }) => falselyRefused))),
  ];
}

async function oneRun(
  server: ModelServer,
  { connect }: AdapterUnderTest,
  random: Random,
  ample: boolean,
): Promise<Run> {
  const cap = ample ? 1_000_000 : 300 + random.below(1_200);
  server.next(...Array.from({ length: 60 }, () => scriptFrom(random)));
  const ledgers: Ledger[] = [];
  let charged = 0;

  const agent = async (budget: Budget, helpers: number, calls: number): Promise<Budget> => {
    const ledger = new Ledger();
    ledgers.push(ledger);
    const options: GuardOptions<"tokens"> = {
      maxOutputTokens: 30,
      leaseMs: 5_000,
      onEvent: (event: GuardEvent) => {
        ledger.note(event);
      },
    };
    const { guard, call, stream } = connect(server, budget, options);
    const slice = Math.floor(guard.remaining / (helpers + 1));
    const helping = Array.from({ length: helpers }, () => agent(guard.split(slice), 0, 2));
    const own = Array.from({ length: calls }, (_, i) =>
      settled(i % 2 === 0 ? call(`question ${i}`) : stream(`question ${i}`)),
    );
    await Promise.all(own);
    for (const left of await Promise.all(helping)) guard.merge(left);
    const rest = await guard.release();
    charged += guard.spent;
    return rest;
  };

  const left = (
    await agent(BudgetMint.forTesting().issue(cap), random.below(4), 1 + random.below(4))
  ).close();
  const refused = sum(ledgers.map((ledger) => ledger.refused));
  return {
    requests: server.requests.length,
    refused,
    falselyRefused: ample ? refused : sum(ledgers.map((ledger) => ledger.falselyRefused)),
    violation: violationOf(cap, server.billed, charged, left),
  };
}

function violationOf(cap: number, billed: number, charged: number, left: number): string | null {
  if (billed > cap) return `${billed} billed under a cap of ${cap}`;
  if (charged < billed) return `${charged} charged for ${billed} billed`;
  return charged + left === cap ? null : `${charged} charged and ${left} left of ${cap}`;
}

function scriptFrom(random: Random): Script {
  const text = Array.from({ length: 1 + random.below(30) }, () => "word").join(" ");
  const kind = random.weighted({ reply: 75, error: 15, silent: 7, drop: 3 });
  switch (kind) {
    case "reply":
      return { kind: "reply", text, afterMs: random.below(4) };
    case "error":
      return { kind: "error", status: random.pick([500, 429]) };
    case "silent":
      return { kind: "reply", text, withoutUsage: true };
    case "drop":
      return { kind: "drop" };
  }
}

/** Calls may fail here: they are refused, or the server gave only errors. What must hold then is in the books. */
async function settled(call: Promise<string>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (refusalOf(error)?.kind === "released") throw error;
  }
}
