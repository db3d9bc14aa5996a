import type { Interval } from "../analyses/BalanceFlow.js";
import { labelledReason, quoted } from "../catalogue/wording.js";
import type { Hint } from "../editor/hintsOf.js";
import type { OwnershipAt, PastMove } from "../editor/ownershipAt.js";
import type { Span } from "../findings.js";

/** What an editor says of a place when one points at it: a sentence for each thing that holds. */
export function ownershipText(state: OwnershipAt, lineOf: (span: Span) => number): readonly string[] {
  const { place, moves, loans, balance } = state;
  const line = (span: Span): string => `line ${lineOf(span)}`;
  const past = ({ at, reason, previousIteration, place: moved }: PastMove): string => {
    const what = moved === place ? "" : `${quoted(moved)} `;
    const when = previousIteration ? ", in an earlier round of the loop" : "";
    return `${what}at ${line(at)} (${labelledReason(reason)})${when}`;
  };
  const all = moves.map(past).join(" or ");
  const sentences: string[] = [];
  switch (state.state) {
    case "owned":
      sentences.push(useText(state));
      break;
    case "borrow":
      sentences.push(`borrows ${state.looksAt.map(quoted).join(" or ")}`);
      break;
    case "moved":
      sentences.push(state.use.kind === "fills" ? `filled again here; moved ${all}` : `moved ${all}`);
      break;
    case "maybe-moved":
      sentences.push(`may have been moved ${all}`);
      break;
    case "partly-moved":
      sentences.push(`partly moved: ${all}`);
      break;
  }
  for (const { holder, until } of loans)
    sentences.push(`borrowed by ${quoted(holder)}${until === null ? "" : ` until ${line(until)}`}`);
  if (balance !== null && state.state !== "moved") sentences.push(`balance: ${balanceText(balance)}`);
  return sentences;
}

function useText({ use }: OwnershipAt): string {
  switch (use.kind) {
    case "moves":
      return `owned until here: ${labelledReason(use.reason)}`;
    case "borrows":
      return "owned; borrowed here";
    case "fills":
      return "owned from here on";
  }
}

/** `300`, `at most 700`, `at least 50`, `600 to 700`. */
function balanceText({ atLeast, atMost }: Interval): string {
  if (atLeast === atMost) return String(atLeast);
  if (atMost === Number.POSITIVE_INFINITY) return `at least ${String(atLeast)}`;
  return atLeast === 0 ? `at most ${String(atMost)}` : `${String(atLeast)} to ${String(atMost)}`;
}

/** What stands in the editor before (`move`, `borrow`) or behind (a balance) the hint's place. */
export function hintText(hint: Hint): string {
  return hint.kind === "balance" ? `= ${balanceText(hint.balance)}` : hint.kind;
}
