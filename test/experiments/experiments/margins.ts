import { ByteLength, WithMargin } from "affine-budget";
import { type GuardEvent, OpenAIGuard } from "affine-budget/openai";
import { BudgetMint } from "affine-budget/testing";

import type { Claim, Experiment } from "../Experiment.js";
import { ask, clientAt } from "../support/openai.js";
import { repeatedly } from "../support/repeatedly.js";
import { share } from "../support/statistics.js";

/** What the provider bills for a byte of the prompt, in tokens. */
const cells = [
  { name: "0.25 tokens a byte", billsTimes: 1 },
  { name: "1.25 tokens a byte", billsTimes: 5 },
  { name: "1.75 tokens a byte", billsTimes: 7 },
];
const margins = [
  { margin: 1, paper: "sound in 1 of 3 cells" },
  { margin: 2, paper: "sound in 30 of 30" },
];
const prompt = "Which of these tools should be called, and with what? ".repeat(20);

export const estimateMargins: Experiment = {
  name: "margins",
  title: "How far an estimate must lie above the bytes",
  setUp: `One call in each run, whose prompt is billed at another rate in each cell: the study found up to 1.875 tokens a byte where tools
with nested schemas are sent along. A cell is sound if no call is billed over its reservation.`,
  limits: `which rate your provider bills: the cells are set, not found. The study's audit of real providers is the source of the margin 2.0.`,
  async run({ server, runs, progress }) {
    const rows: string[][] = [];
    const claims: Claim[] = [];
    for (const { margin, paper } of margins) {
      const sound: string[] = [];
      const counts: string[] = [];
      for (const { name, billsTimes } of cells) {
        let covered = 0;
        const setting = { server, runs, progress };
        await repeatedly(setting, `margin ${margin}, ${name}`, async (run) => {
          server.always({ kind: "reply", text: "run_tests", billsTimes });
          const onEvent = (event: GuardEvent): void => {
            if (event.type === "ended" && event.charged + event.uncovered <= event.reserved) covered += 1;
          };
          const estimator = new WithMargin(ByteLength, margin);
          const options = { maxOutputTokens: 10, estimator, onEvent };
          const guard = new OpenAIGuard(BudgetMint.forTesting().issue(100_000), options);
          await ask(clientAt(server, guard.fetch), `${prompt}${run}`, 10);
        });
        counts.push(share(covered, runs));
        if (covered === runs) sound.push(name);
      }
      rows.push([`margin ${margin.toFixed(1)}`, ...counts, share(sound.length, cells.length), paper]);
      claims.push(
        margin === 1
          ? { text: "margin 1.0: sound in one cell of three", holds: sound.length === 1 }
          : { text: "margin 2.0: sound in every cell", holds: sound.length === cells.length },
      );
    }
    const columns = ["estimate", ...cells.map(({ name }) => name), "sound cells", "paper"];
    return { tables: [{ columns, rows }], claims };
  },
};
