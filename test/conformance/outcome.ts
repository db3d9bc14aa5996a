import type { Case } from "./cases.js";
import type { Diagnostic } from "./runTspc.js";

export type Outcome = "right" | "unsupported" | "wrong";

/** Code of the rule `unsupported`: the checker says that it cannot follow a construct. */
const unsupported = 71022;

/**
 * `unsupported` is no verdict: on an ok case it is honest but useless, on an error case it hides whether the checker
 * would have found the mistake. Only a case that is about that very rule is right with it.
 */
export function outcomeOf(theCase: Case, errors: readonly Diagnostic[]): Outcome {
  if (errors.length === 0) return theCase.verdict === "ok" ? "right" : "wrong";
  const onlyUnsupported = errors.every((error) => error.code === unsupported);
  if (onlyUnsupported && theCase.rule !== "unsupported") return "unsupported";
  return theCase.verdict === "error" ? "right" : "wrong";
}
