import type { Body, Loan } from "../ir/Body.js";
import { blockOf } from "../ir/edges.js";
import { pathOf, type Path } from "../ir/paths.js";
import { isCallers, isGiven, rootOf, type Place } from "../ir/places.js";
import { reversePostorder } from "../ir/reversePostorder.js";
import type { Capture } from "../facts/resolveScopes.js";

/** What one name has on loan, somewhere in the function that it belongs to or in a closure of it. */
export interface NamedLoan {
  readonly path: Path;
  readonly at: Loan["at"];
}

/**
 * What each named borrow of a file looks at, on whatever path, by the name's key (B1). A closure finds it so when it starts:
 *
 *     const r: Borrowed<Budget> = b;
 *     const f = () => { take(b); peek(r); }   // r has b on loan before anything here says so
 *
 * A name that is bound again has all that it is ever bound to.
 */
export type NamedLoans = ReadonlyMap<string, ReadonlySet<NamedLoan>>;

export function gatherNamedLoans(bodies: Iterable<Body>): NamedLoans {
  const loans = new Map<string, Set<NamedLoan>>();
  const lenders = new Map<string, Set<string>>();
  for (const body of bodies) {
    // F6: what is never reached lends nothing.
    for (const id of reversePostorder(body)) {
      for (const instruction of blockOf(body, id).instructions) {
        if (instruction.op !== "lend" || !isVariable(instruction.holder)) continue;
        const { key } = instruction.holder;
        const known = loans.get(key) ?? new Set();
        loans.set(key, known);
        const from = lenders.get(key) ?? new Set();
        lenders.set(key, from);
        for (const { place, at } of instruction.loans) {
          if (!isCallers(place) && !isGiven(place)) known.add({ path: pathOf(place), at });
          from.add(rootOf(place).key);
        }
        for (const holder of instruction.holders) from.add(rootOf(holder).key);
      }
    }
  }
  // B2: who borrows from a borrow has on loan what that has.
  for (let grows = true; grows;) {
    grows = false;
    for (const [key, from] of lenders) {
      const known = loans.get(key);
      const before = known?.size ?? 0;
      for (const lender of from) for (const loan of loans.get(lender) ?? []) known?.add(loan);
      if ((known?.size ?? 0) > before) grows = true;
    }
  }
  return loans;
}

/** What a closure sees on loan to the names that it captures, or that a closure inside of it does. */
export function loansOfCaptures(loans: NamedLoans, captures: readonly Capture[]): NamedLoans {
  const seen = new Map<string, ReadonlySet<NamedLoan>>();
  for (const { binding } of captures) {
    const lent = loans.get(String(binding));
    if (lent !== undefined) seen.set(String(binding), lent);
  }
  return seen;
}

function isVariable({ parent, key }: Place): boolean {
  return parent === null && /^\d+$/.test(key);
}
