import type { GuardEvent, GuardListener } from "../core/events.js";
import type { GuardIdentity } from "../core/GuardIdentity.js";
import { htmlOf } from "./html.js";
import type { ReportNode } from "./ReportNode.js";
import { textOf } from "./text.js";

type Figures = { -readonly [Field in keyof ReportNode]: ReportNode[Field] };
interface Entry extends Figures {
  readonly children: Entry[];
}

/**
 * Follows the guards that are made with its `onEvent`: who got, spent, passed on and returned what, as a tree. Keeps an
 * entry for every guard, so make one report for each run.
 *
 * ```ts
 * const report = new BudgetReport();
 * const guard = new OpenAIGuard(budget, { name: "planner", onEvent: report.onEvent });
 * ```
 */
export class BudgetReport {
  /** For the option `onEvent` of guards, those of sub-agents included. */
  readonly onEvent: GuardListener;
  readonly #entries = new Map<number, Entry>();
  readonly #roots: Entry[] = [];

  constructor() {
    this.onEvent = (event) => {
      if (event.type === "opened") this.#open(event.guard, event.amount);
      else this.#record(event);
    };
  }

  /** The guards whose budgets nobody in this report split off, as they are now, each with those below it. */
  get roots(): readonly ReportNode[] {
    return this.#roots.map(snapshot);
  }

  /** A table, indented as the tree is. */
  toText(): string {
    return textOf(this.roots);
  }

  /** What `JSON.stringify` writes: the tree. */
  toJSON(): { readonly roots: readonly ReportNode[] } {
    return { roots: this.roots };
  }

  /** A page of its own, with a flame graph of what was spent; loads nothing, and runs no script. */
  toHtml(): string {
    return htmlOf(this.roots);
  }

  #open(guard: GuardIdentity, amount: number): void {
    const { name, unit } = guard;
    const entry: Entry = {
      name,
      unit,
      given: amount,
      spent: 0,
      passedOn: 0,
      takenBack: 0,
      returned: 0,
      reserved: 0,
      remaining: amount,
      uncovered: 0,
      calls: 0,
      refused: 0,
      children: [],
    };
    this.#entries.set(guard.id, entry);
    (this.#nearestAbove(guard)?.children ?? this.#roots).push(entry);
  }

  /** A guard that was made without this report is passed over. */
  #nearestAbove({ parent }: GuardIdentity): Entry | undefined {
    for (let above = parent; above !== undefined; above = above.parent) {
      const entry = this.#entries.get(above.id);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  #record(event: Exclude<GuardEvent, { type: "opened" }>): void {
    const entry = this.#entries.get(event.guard.id);
    // A guard tells its listeners first of all that it was made.
    if (entry === undefined) return;
    switch (event.type) {
      case "reserved":
        entry.calls += 1;
        entry.reserved += event.reserved;
        entry.remaining -= event.reserved;
        return;
      case "ended":
        entry.reserved -= event.reserved;
        entry.spent += event.charged;
        entry.uncovered += event.uncovered;
        // What is charged over the reservation is taken from what is left.
        entry.remaining += event.reserved - event.charged;
        return;
      case "covered":
        entry.spent += event.amount;
        entry.uncovered -= event.amount;
        entry.remaining -= event.amount;
        return;
      case "refused":
        entry.refused += 1;
        return;
      case "split":
        entry.passedOn += event.amount;
        entry.remaining -= event.amount;
        return;
      case "merged":
        entry.takenBack += event.amount;
        entry.remaining += event.amount;
        return;
      case "released":
        entry.returned += event.amount;
        entry.remaining -= event.amount;
    }
  }
}

function snapshot(entry: Entry): ReportNode {
  return { ...entry, children: entry.children.map(snapshot) };
}
