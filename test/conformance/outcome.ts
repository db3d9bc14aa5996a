import type { Case } from "./cases.js";
import type { Diagnostic } from "./runTspc.js";

export type Outcome = "right" | "unsupported" | "wrong";

/** Code of the rule `unsupported`: the checker says that it cannot follow a construct. */
const unsupported = 71022;

/**
 * `unsupported` is no verdict: on an ok case it is honest but useless (and what follows it may be wrong, since the checker
 * has said that it lost the thread); alone on an error case it hides whether the checker would have found the mistake.
 * Only a case that is about that very rule is right with it.
 */
export function outcomeOf(theCase: Case, errors: readonly Diagnostic[]): Outcome {
  if (errors.length === 0) return theCase.verdict === "ok" ? "right" : "wrong";
  if (theCase.verdict === "ok")
    return errors.some(({ code }) => code === unsupported) ? "unsupported" : "wrong";
  const onlyUnsupported = errors.every(({ code }) => code === unsupported);
  return onlyUnsupported && theCase.rule !== "unsupported" ? "unsupported" : "right";
}
