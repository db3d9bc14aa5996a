import type { BaseMessageLike } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import { OpenAIGuard } from "affine-budget/openai";
import { BudgetMint } from "affine-budget/testing";

import type { ModelServer } from "../../adapters/support/server/ModelServer.js";
import type { Claim, Experiment } from "../Experiment.js";
import { model } from "../support/openai.js";
import { unlessRefused } from "../support/refused.js";
import { repeatedly } from "../support/repeatedly.js";
import { mean, share } from "../support/statistics.js";

const cap = 2_000;
const mostSteps = 20;
const maxOutput = 200;

/** Asks the agent's model once. */
type Step = (conversation: readonly BaseMessageLike[]) => Promise<Answer>;

interface Answer {
  readonly query: string;
  /** The tokens that the provider says it billed. */
  readonly billed: number;
}

interface Way {
  readonly name: string;
  readonly over: "always" | "never";
  /** Runs the agent; returns how many steps it took. */
  readonly run: (server: ModelServer) => Promise<number>;
}

const ways: readonly Way[] = [
  {
    name: "nothing but the limit of 20 steps",
    over: "always",
    run: (server) => agent(stepAt(server), () => true),
  },
  {
    name: "stop once the cap is spent",
    over: "always",
    run(server) {
      let spent = 0;
      const step = stepAt(server);
      return agent(
        async (conversation) => {
          const answer = await step(conversation);
          spent += answer.billed;
          return answer;
        },
        () => spent < cap,
      );
    },
  },
  {
    name: "guard in the client",
    over: "never",
    run(server) {
      const guard = new OpenAIGuard(BudgetMint.forTesting().issue(cap), { maxOutputTokens: maxOutput });
      return agent(stepAt(server, guard.fetch), () => true);
    },
  },
];

export const retryLoop: Experiment = {
  name: "retry-loop",
  title: "LANG-001: the tool always answers with a syntax error",
  setUp: `A text-to-SQL agent over LangChain's \`ChatOpenAI\`: its tool rejects every query, and query and error go into the next
prompt, for up to ${mostSteps} steps. Cap ${cap}, at most ${maxOutput} tokens of output a call. (The model here writes 60 words each time.)`,
  limits: "an agent that would have got it right in the end: a budget stops good work and bad work alike.",
  async run({ server, runs, progress }) {
    const rows: string[][] = [];
    const claims: Claim[] = [];
    for (const { name, over: expected, run } of ways) {
      const { results: steps, billed } = await repeatedly({ server, runs, progress }, name, (index) => {
        server.always({ kind: "reply", text: queryOf(60 + (index % 5)) });
        return run(server);
      });
      const over = billed.filter((tokens) => tokens > cap).length;
      rows.push([
        name,
        share(over, runs),
        mean(steps).toFixed(1),
        mean(billed).toFixed(0),
        `${Math.max(...billed)}`,
      ]);
      claims.push({
        text: `${name}: over the cap in ${expected === "always" ? "every" : "no"} run`,
        holds: over === (expected === "always" ? runs : 0) && Math.min(...steps) > 0,
      });
    }
    const columns = ["condition", "over the cap", "steps, mean", "billed, mean", "billed, most"];
    return { tables: [{ columns, rows }], claims };
  },
};

/** The loop of the incident. It ends when `goesOn` says so, a call is refused, or after the last step. */
async function agent(step: Step, goesOn: () => boolean): Promise<number> {
  const conversation: BaseMessageLike[] = [
    [
      "system",
      "Answer with one SQL query. Tables: trains(id, from, to, leaves), prices(train, class, euro).",
    ],
    ["user", "Which night trains to Paris cost less than 100 euro?"],
  ];
  let steps = 0;
  while (steps < mostSteps && goesOn()) {
    const answer = await unlessRefused(step(conversation));
    if (answer === null) break;
    steps += 1;
    conversation.push(
      ["assistant", answer.query],
      ["user", `The tool says: syntax error at or near "query" (attempt ${steps}). Try again.`],
    );
  }
  return steps;
}

function stepAt({ url }: ModelServer, fetch?: typeof globalThis.fetch): Step {
  const chat = new ChatOpenAI({
    model,
    apiKey: "none",
    maxTokens: maxOutput,
    configuration: { baseURL: `${url}/v1`, ...(fetch === undefined ? {} : { fetch }) },
  });
  return async (conversation) => {
    const reply: { readonly text: string; readonly usage_metadata?: unknown } = await chat.invoke([
      ...conversation,
    ]);
    const { total_tokens: billed } = (reply.usage_metadata ?? {}) as { readonly total_tokens?: number };
    if (billed === undefined) throw new Error("the server says what it bills unless it is told not to");
    return { query: reply.text, billed };
  };
}

function queryOf(words: number): string {
  return Array.from({ length: words }, () => "query").join(" ");
}
