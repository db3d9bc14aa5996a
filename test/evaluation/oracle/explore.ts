import type { Program } from "../language/syntax.js";
import { noChoice, type Choice } from "./choices.js";
import { runUnreached } from "./functions.js";
import { FirstError, Run, TooManyStates, type DeadUse } from "./Run.js";
import { statements } from "./statements.js";
import { StateSet, initial } from "./States.js";

/**
 * `unspecified`: some path does what the ownership rules leave open, so no checker can be right or wrong about it.
 * `unexplored`: the program has too many states to go through them.
 */
export type Verdict = "ok" | "error" | "unspecified" | "unexplored";

export interface Exploration {
  readonly verdict: Verdict;
  readonly errors: readonly DeadUse[];
}

/**
 * Runs a program on all of its paths at once: the set of states that can be at each program point, followed through the
 * tree by the evaluation order of ECMAScript. A loop runs until no new state comes round, recursion until no call has a
 * new result; since a program has finitely many states, that is exact. The verdict is `error` iff some reachable state
 * uses a dead place (M4). With `choices`, it is what those rules say in place of the exact answer.
 */
export function explore(program: Program, choices: ReadonlySet<Choice> = noChoice): Exploration {
  return bounded(() => exploreAll(program, choices, false));
}

/** As `explore` on a program that is right; on a wrong one it goes as far as the first error, and tells that one. */
export function exploreToFirstError(program: Program): Exploration {
  return bounded(() => exploreAll(program, noChoice, true));
}

function bounded(explore: () => Exploration): Exploration {
  try {
    return explore();
  } catch (error) {
    if (error instanceof FirstError) return { verdict: "error", errors: [error.use] };
    if (error instanceof TooManyStates) return { verdict: "unexplored", errors: [] };
    throw error;
  }
}

/** K1: the variables of iterations over elements that own them, since the text of the body moves them. */
export function owningVariables(program: Program): ReadonlySet<number> {
  return explored(program, noChoice, null, false).consuming;
}

function exploreAll(program: Program, choices: ReadonlySet<Choice>, stopsAtError: boolean): Exploration {
  let text: ReadonlySet<number> | null = null;
  const owners = (): ReadonlySet<number> => (text ??= owningVariables(program));
  const run = explored(program, choices, owners, stopsAtError);
  const verdict = run.unspecified ? "unspecified" : run.errors.length > 0 ? "error" : "ok";
  return { verdict, errors: run.errors };
}

/** Whichever way a condition goes, its text is there. */
const textual: ReadonlySet<Choice> = new Set(["M4"]);

/** Round after round, until no call has a new result. Without `owners` it follows the text, to find these. */
function explored(
  program: Program,
  choices: ReadonlySet<Choice>,
  owners: (() => ReadonlySet<number>) | null,
  stopsAtError: boolean,
): Run {
  for (let earlier: Run | null = null; ;) {
    const run: Run = new Run(program, owners === null ? textual : choices, earlier, owners, stopsAtError);
    statements(run, program.body, StateSet.of(initial));
    runUnreached(run);
    if (!run.recursive || !run.grown) return run;
    earlier = run;
  }
}
