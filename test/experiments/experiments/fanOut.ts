import type { Condition } from "../conditions/Condition.js";
import { lockAroundReserve, mutexWithReservation, pool } from "../conditions/disciplined.js";
import { affineSplit, runtimeGuard } from "../conditions/owned.js";
import { sharedCheckThenDebit, sharedHandleUnchecked, sharedSlot } from "../conditions/unprotected.js";
import type { Claim, Experiment } from "../Experiment.js";
import { cap, estimated, replyOf } from "../support/fanOut.js";
import { repeatedly } from "../support/repeatedly.js";
import { mean, share } from "../support/statistics.js";

const conditions: readonly Condition[] = [
  sharedCheckThenDebit,
  sharedHandleUnchecked,
  sharedSlot,
  lockAroundReserve,
  mutexWithReservation,
  pool,
  affineSplit,
  runtimeGuard,
];

export const fanOut: Experiment = {
  name: "fan-out",
  title: "Three children, one cap",
  setUp: `Three children start at once and make one call each, through the client of \`openai\`. The cap is ${cap} units; a
call may cost ${estimated} and is billed 22 to 24, so each child alone may look and see enough.
After the split, a child that got no slice has its turn when the others have given back what they left.`,
  limits: `how likely the race is in a program where the children do not start together. Here it is certain, as in the study.
A \`BudgetCell\`, or a class field, that is debited when the bill comes compiles, for no handle is used twice, and goes over the cap:
take the money out before the call (\`withdraw\`, \`reserve\`), not after it.`,
  async run({ server, runs, progress }) {
    const rows: string[][] = [];
    const claims: Claim[] = [];
    for (const condition of conditions) {
      const setting = { server, runs, progress };
      const { results: calls, billed } = await repeatedly(setting, condition.name, (run) => {
        server.always({ kind: "reply", text: replyOf(run), afterMs: run % 4 });
        return condition.run(server);
      });
      const over = billed.filter((units) => units > cap).length;
      rows.push([
        condition.name,
        share(over, runs),
        condition.paper,
        mean(calls).toFixed(1),
        mean(billed).toFixed(1),
        String(Math.max(...billed)),
      ]);
      const expected = condition.over === "always" ? runs : 0;
      claims.push({
        text: `${condition.name}: over the cap in ${condition.over === "always" ? "every" : "no"} run`,
        // A cap that is kept by doing nothing proves nothing.
        holds: over === expected && Math.min(...calls) > 0,
      });
    }
    const columns = ["condition", "over the cap", "paper", "calls", "billed, mean", "billed, most"];
    return { tables: [{ columns, rows }], claims };
  },
};
