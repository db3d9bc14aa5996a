import { Machine, type Layout } from "./Machine.js";

export interface Bounds {
  /** How often a loop turns, each time that it is entered. */
  readonly turns: number;
  readonly runs: number;
}

export interface Replay {
  /** The answers that lead to a dead use, or null. */
  readonly failure: readonly number[] | null;
  readonly runs: number;
  /** Some run ended at the bound on loops. */
  readonly cut: boolean;
  /** There were more runs than were allowed. */
  readonly capped: boolean;
}

/**
 * Runs a program under every vector of answers, the usual ones first: those with the fewest answers that differ from 0.
 * Each vector is run once, since it ends in an answer that is not 0.
 */
export function replay(program: ($: Machine) => unknown, { turns, runs }: Bounds, layout: Layout): Replay {
  const first: Pending = { base: [], zeros: 0, answer: null };
  const byDeviations: Pending[][] = [[first]];
  let done = 0;
  let cut = false;
  for (let deviations = 0; deviations < byDeviations.length; deviations++) {
    const pending = byDeviations[deviations] ?? [];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (done === runs) return { failure: null, runs: done, cut, capped: true };
      const choices = choicesOf(next);
      const machine = new Machine(choices, turns, layout);
      const end = machine.run(program);
      done++;
      if (end === "dead use") return { failure: choices, runs: done, cut, capped: false };
      if (end === "cut") cut = true;
      const more = (byDeviations[deviations + 1] ??= []);
      machine.asked.slice(choices.length).forEach((answers, zeros) => {
        for (let answer = 1; answer < answers; answer++) more.push({ base: choices, zeros, answer });
      });
    }
  }
  return { failure: null, runs: done, cut, capped: false };
}

/** A vector to be run: what an earlier run answered, then zeros, then the answer that is new. */
interface Pending {
  readonly base: readonly number[];
  readonly zeros: number;
  readonly answer: number | null;
}

function choicesOf({ base, zeros, answer }: Pending): readonly number[] {
  return answer === null ? base : [...base, ...Array.from({ length: zeros }, () => 0), answer];
}
