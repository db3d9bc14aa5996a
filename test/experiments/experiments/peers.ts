import { OpenAIGuard } from "affine-budget/openai";
import { BudgetMint } from "affine-budget/testing";
import { BudgetExceededError, LLMGuard } from "llm-spend-guard";

import type { ModelServer } from "../../adapters/support/server/ModelServer.js";
import type { Claim, Experiment } from "../Experiment.js";
import { almostExact } from "../support/fanOut.js";
import { ask, clientAt, model } from "../support/openai.js";
import { wasMade } from "../support/refused.js";
import { repeatedly } from "../support/repeatedly.js";
import { mean, share } from "../support/statistics.js";

const cap = 300;
const parallel = 20;
const maxOutput = 20;
/** 320 bytes of messages: 80 tokens. With a reply of 20 words, a call is billed 100. */
const prompt = "x".repeat(290);

interface Peer {
  readonly name: string;
  /** Makes the calls at the same time; how many of them it refused. */
  readonly run: (server: ModelServer) => Promise<number>;
}

const ours = "affine-budget, guard in the client";
const peers: readonly Peer[] = [
  {
    name: "hand-written counter",
    async run(server) {
      const client = clientAt(server);
      let spent = 0;
      const call = async (): Promise<boolean> => {
        if (spent + 80 + maxOutput > cap) return false;
        spent += await ask(client, prompt, maxOutput);
        return true;
      };
      return refusals(await Promise.all(Array.from({ length: parallel }, call)));
    },
  },
  {
    name: "llm-spend-guard 2",
    async run(server) {
      const guard = new LLMGuard({ globalBudgetTokens: cap });
      guard.wrapOpenAI(clientAt(server));
      const messages = [{ role: "user", content: prompt }] as const;
      const call = async (): Promise<boolean> => {
        try {
          await guard.openai.chat({ model, messages: [...messages], max_tokens: maxOutput });
          return true;
        } catch (error) {
          if (error instanceof BudgetExceededError) return false;
          throw error;
        }
      };
      return refusals(await Promise.all(Array.from({ length: parallel }, call)));
    },
  },
  {
    name: ours,
    async run(server) {
      const guard = new OpenAIGuard(BudgetMint.forTesting().issue(cap), {
        maxOutputTokens: maxOutput,
        estimator: almostExact,
      });
      const client = clientAt(server, guard.fetch);
      const call = (): Promise<boolean> => wasMade(ask(client, prompt, maxOutput));
      return refusals(await Promise.all(Array.from({ length: parallel }, call)));
    },
  },
];

export const peersSideBySide: Experiment = {
  name: "peers",
  title: `${parallel} parallel calls under one cap, beside other packages`,
  setUp: `${parallel} calls at the same time under a cap of ${cap} tokens; each is billed 100. \`llm-spend-guard\` is the package of that name from
npm, as its documentation uses it.`,
  limits:
    "how the others do one call after the other, which is what they are made for: there a counter suffices.",
  async run({ server, runs, progress }) {
    const text = Array.from({ length: maxOutput }, () => "word").join(" ");
    const rows: string[][] = [];
    const claims: Claim[] = [];
    for (const { name, run } of peers) {
      const { results: refused, billed } = await repeatedly({ server, runs, progress }, name, () => {
        server.always({ kind: "reply", text });
        return run(server);
      });
      const over = billed.filter((tokens) => tokens > cap).length;
      rows.push([
        name,
        share(over, runs),
        mean(billed).toFixed(0),
        String(Math.max(...billed)),
        mean(refused).toFixed(1),
      ]);
      if (name === ours) {
        claims.push({
          text: `${name}: makes calls in every run, and goes over the cap in none`,
          holds: over === 0 && Math.min(...billed) > 0,
        });
      }
    }
    const columns = ["package", "over the cap", "billed, mean", "billed, most", "refused of 20, mean"];
    return { tables: [{ columns, rows }], claims };
  },
};

function refusals(answers: readonly boolean[]): number {
  return answers.filter((wasMade) => !wasMade).length;
}
