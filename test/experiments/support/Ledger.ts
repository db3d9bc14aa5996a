import type { GuardEvent } from "affine-budget/openai";

/** A guard's books, kept a second time from what it tells, to judge its refusals by. */
export class Ledger {
  #left = 0;
  refused = 0;
  /** Refusals of an amount that was left. */
  falselyRefused = 0;

  note(event: GuardEvent): void {
    switch (event.type) {
      case "opened":
      case "merged":
        this.#left += event.amount;
        return;
      case "reserved":
        this.#left -= event.reserved;
        return;
      case "ended":
        this.#left += event.reserved - event.charged;
        return;
      case "covered":
      case "split":
      case "released":
        this.#left -= event.amount;
        return;
      case "refused":
        this.refused += 1;
        if (event.refusal.kind !== "insufficient" || event.refusal.requested <= this.#left) {
          this.falselyRefused += 1;
        }
    }
  }
}
