import type { Program } from "../language/syntax.js";
import { noChoice, type Choice } from "./choices.js";
import { runUnreached } from "./functions.js";
import { Run } from "./Run.js";
import { statements } from "./statements.js";
import { StateSet, initial } from "./States.js";

/** `unspecified`: some path does what the ownership rules leave open, so no checker can be right or wrong about it. */
export type Verdict = "ok" | "error" | "unspecified";

export interface Exploration {
  readonly verdict: Verdict;
  /** Uses of a dead place: the expression (or pattern) and the place, as `variable id` and path. */
  readonly errors: readonly { readonly at: object; readonly place: string }[];
}

/**
 * Runs a program on all of its paths at once: the set of states that can be at each program point, followed through the
 * tree by the evaluation order of ECMAScript. A loop runs until no new state comes round, recursion until no call has a
 * new result; since a program has finitely many states, that is exact. The verdict is `error` iff some reachable state
 * uses a dead place (M4). With `choices`, it is what those rules say in place of the exact answer.
 */
export function explore(program: Program, choices: ReadonlySet<Choice> = noChoice): Exploration {
  // K1 asks whether the body of an iteration moves its element, wherever in its text.
  const textual = choices.has("K1") ? explored(program, noChoice, null, true) : null;
  const run = explored(program, choices, textual);
  runUnreached(run);
  const verdict = run.unspecified ? "unspecified" : run.errors.length > 0 ? "error" : "ok";
  return { verdict, errors: run.errors };
}

/** Round after round, until no call has a new result. */
function explored(program: Program, choices: ReadonlySet<Choice>, known: Run | null, isTextual = false): Run {
  for (let earlier = known; ;) {
    const run = new Run(program, choices, earlier, isTextual);
    statements(run, program.body, StateSet.of(initial));
    if (isTextual) runUnreached(run);
    if (!run.recursive || !run.grown) return run;
    earlier = run;
  }
}
