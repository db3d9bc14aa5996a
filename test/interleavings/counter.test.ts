import { expect, it } from "vitest";

import { explore, summary } from "./support/explore.js";
import { multinomial } from "./support/schedules.js";

/**
 * What the other explorations are worth: the same explorer finds the race of the paper's fan-out experiment, a shared
 * counter that is checked before the call and debited after it.
 */
it("finds the overshoot of a counter that is checked first and debited later", async () => {
  const cap = 60;
  const estimated = 31;
  const billed = 23;

  const exploration = await explore(() => {
    let spent = 0;
    const child = () => {
      let admitted = false;
      return [
        () => void (admitted = spent + estimated <= cap),
        () => {
          if (admitted) spent += billed;
        },
      ];
    };
    return {
      tasks: [child(), child(), child()],
      check: () => undefined,
      outcome: () => (spent > cap ? "overshoot" : "within the cap"),
    };
  });

  process.stdout.write(summary("check-then-debit counter", exploration));
  expect(exploration.schedules).toBe(multinomial([2, 2, 2]));
  expect(exploration.outcomes.get("overshoot")).toBeGreaterThan(0);
  expect(exploration.outcomes.get("within the cap")).toBeGreaterThan(0);
});
