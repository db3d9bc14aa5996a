import type { Experiment } from "../Experiment.js";
import { cap, estimated, maxOutput, question, replyOf } from "../support/fanOut.js";
import { ask, clientAt } from "../support/openai.js";
import { repeatedly } from "../support/repeatedly.js";
import { mean, share } from "../support/statistics.js";

const name = "plain counter";

export const counter: Experiment = {
  name: "counter",
  title: "One agent with a plain counter",
  setUp: `One agent calls as long as its counter covers the next call (cap ${cap}, a call may cost ${estimated}): one call after the
other, so nothing comes between the look and the debit.`,
  limits: "that a counter stays right once there is a second agent: see the fan-out.",
  async run({ server, runs, progress }) {
    const { results: calls, billed } = await repeatedly({ server, runs, progress }, name, async (run) => {
      server.always({ kind: "reply", text: replyOf(run) });
      const client = clientAt(server);
      let spent = 0;
      while (spent + estimated <= cap) spent += await ask(client, question, maxOutput);
      return server.requests.length;
    });
    const over = billed.filter((units) => units > cap).length;
    return {
      tables: [
        {
          columns: ["condition", "over the cap", "paper", "calls", "billed, mean"],
          rows: [[name, share(over, runs), "0/30", mean(calls).toFixed(1), mean(billed).toFixed(1)]],
        },
      ],
      claims: [
        {
          text: "one agent with a counter makes calls in every run, and never goes over the cap",
          holds: over === 0 && Math.min(...calls) > 0,
        },
      ],
    };
  },
};
