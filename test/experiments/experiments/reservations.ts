import { Adaptive, ByteLength, WithMargin } from "affine-budget";
import { type Estimators, type GuardEvent, OpenAIGuard } from "affine-budget/openai";
import { BudgetMint } from "affine-budget/testing";

import type { ModelServer } from "../../adapters/support/server/ModelServer.js";
import { Random } from "../../evaluation/generate/Random.js";
import type { Claim, Experiment } from "../Experiment.js";
import { ask, clientAt } from "../support/openai.js";
import { wasMade } from "../support/refused.js";
import { repeatedly } from "../support/repeatedly.js";
import { mean, median, share } from "../support/statistics.js";

const cap = 6_000;
const maxOutput = 80;
const mostCalls = 40;

/** What a run learns of its calls. `over` is how much was billed over the cap. */
interface Run {
  readonly over: number;
  readonly calls: readonly { readonly reserved: number; readonly billed: number }[];
}

interface Way {
  readonly name: string;
  readonly paper: string;
  readonly run: (server: ModelServer, calls: readonly Call[]) => Promise<Run>;
}

interface Call {
  readonly prompt: string;
  readonly reply: string;
}

/** Reserves nothing: makes a call as long as less than the cap is spent. */
async function afterwards(server: ModelServer, calls: readonly Call[]): Promise<Run> {
  const client = clientAt(server);
  let spent = 0;
  for (const { prompt, reply } of calls) {
    if (spent >= cap) break;
    server.always({ kind: "reply", text: reply });
    spent += await ask(client, prompt, maxOutput);
  }
  return { over: Math.max(server.billed - cap, 0), calls: [] };
}

function guarded(estimatorOf: () => Estimators): Way["run"] {
  return async (server, calls) => {
    const made: { reserved: number; billed: number }[] = [];
    const onEvent = (event: GuardEvent): void => {
      if (event.type === "ended") {
        made.push({ reserved: event.reserved, billed: event.charged + event.uncovered });
      }
    };
    const guard = new OpenAIGuard(BudgetMint.forTesting().issue(cap), {
      maxOutputTokens: maxOutput,
      estimator: estimatorOf(),
      onEvent,
    });
    const client = clientAt(server, guard.fetch);
    for (const { prompt, reply } of calls) {
      server.always({ kind: "reply", text: reply });
      if (!(await wasMade(ask(client, prompt, maxOutput)))) break;
    }
    return { over: Math.max(server.billed - cap, 0), calls: made };
  };
}

const adaptive = "adaptive, floor 0.25";
const ways: readonly Way[] = [
  { name: "runtime guard, after the call", paper: "-", run: afterwards },
  { name: "static, bytes", paper: "-", run: guarded(() => ByteLength) },
  {
    name: "static, bytes with margin 2.0",
    paper: "mean 6.20, median 2.51",
    run: guarded(() => new WithMargin(ByteLength, 2)),
  },
  { name: "adaptive, floor 1.2", paper: "-", run: guarded(() => new Adaptive()) },
  { name: adaptive, paper: "2.11", run: guarded(() => new Adaptive({ floor: 0.25 })) },
];

export const reservations: Experiment = {
  name: "reservations",
  title: "How much is reserved for what is billed",
  setUp: `One agent makes up to ${mostCalls} calls, one after the other, under a cap of ${cap} tokens, until one is refused. Prompts of 20
to 200 words, replies of 10 to 60, at most ${maxOutput}; the same for every way. Over-reservation is what was reserved, divided by
what was billed, of all calls of all runs. The paper's figures are those of its own 5,190 calls to real providers.`,
  limits: `what your factor is: it follows from how long prompts and replies are, how many bytes a token of the model has (4 here, always),
and how far the maximum output lies above the replies. A floor is a claim about the model: under a floor that is too low, the first
calls to a model are reserved too little, until the estimator has learned.`,
  async run({ server, runs, progress }) {
    const rows: string[][] = [];
    const claims: Claim[] = [];
    const factors = new Map<string, number>();
    for (const { name, paper, run } of ways) {
      const { results } = await repeatedly({ server, runs, progress }, name, (index) =>
        run(server, workload(index)),
      );
      const over = results.filter((result) => result.over > 0).length;
      const calls = results.flatMap((result) => result.calls);
      const ratios = calls.map(({ reserved, billed }) => reserved / billed);
      rows.push([
        name,
        share(over, runs),
        calls.length === 0 ? "nothing reserved" : mean(ratios).toFixed(2),
        calls.length === 0 ? "-" : median(ratios).toFixed(2),
        paper,
        calls.length === 0 ? "-" : String(calls.length),
      ]);
      if (calls.length === 0) {
        claims.push({ text: `${name}: goes over the cap, by its last call`, holds: over > 0 });
        continue;
      }
      factors.set(name, mean(ratios));
      claims.push(
        { text: `${name}: over the cap in no run`, holds: over === 0 },
        { text: `${name}: no call is billed over its reservation`, holds: Math.min(...ratios) >= 1 },
      );
    }
    const statically = factors.get("static, bytes with margin 2.0") ?? 0;
    claims.push({
      text: `${adaptive}: reserves less than half of what the static margin does`,
      holds: (factors.get(adaptive) ?? Infinity) < statically / 2,
    });
    const columns = ["reservation", "over the cap", "reserved / billed, mean", "median", "paper", "calls"];
    return { tables: [{ columns, rows }], claims };
  },
};

/** Equal runs get equal calls. */
function workload(run: number): readonly Call[] {
  const random = Random.of(1, run);
  const words = (least: number, most: number): string =>
    Array.from({ length: least + random.below(most - least + 1) }, () => random.pick(vocabulary)).join(" ");
  return Array.from({ length: mostCalls }, () => ({ prompt: words(20, 200), reply: words(10, 60) }));
}

const vocabulary = ["the", "night", "train", "leaves", "Vienna", "at", "seven", "and", "reaches", "Paris"];
