import type { Case } from "./generate/nextCase.js";
import { constructsOf, type Construct } from "./language/constructs.js";
import type { Oracle } from "./oracle/Oracle.js";
import type { Answer } from "./subject/Checker.js";

/** How a further oracle stands to the verdict of the rules, and to the checker. */
export interface Agreement {
  /** Programs that it has an opinion on. */
  programs: number;
  /** Of these, wrong by the rules. */
  errors: number;
  /** It found no error where the rules say that there is one, but it did not look everywhere. */
  beyondBounds: number;
  /** It contradicts the rules. */
  againstRules: number;
  /** It finds an error where the checker is silent. */
  missed: number;
  /** It finds none, in all of the program, where the checker reports one. */
  falseAlarms: number;
}

export interface Contradiction {
  readonly kind: "accepts" | "rejects";
  readonly case: Case;
}

/** What one further oracle says of the programs that the checker was compared with the rules on: data that can be added. */
export interface SecondOpinions {
  readonly total: Agreement;
  readonly constructs: Map<Construct, Agreement>;
  /** Programs without an opinion, by reason. */
  readonly none: Map<string, number>;
  readonly contradictions: Contradiction[];
}

export function noOpinions(): SecondOpinions {
  return { total: newAgreement(), constructs: new Map(), none: new Map(), contradictions: [] };
}

/** A program that tsc takes, with the checker's answer. */
export interface Asked {
  readonly the: Case;
  readonly answer: Exclude<Answer, "untyped">;
}

export function askOracle(into: SecondOpinions, oracle: Oracle, asked: readonly Asked[]): void {
  if (oracle.unavailable !== null) return;
  oracle.judge(asked.map(({ the }) => the.program)).forEach((opinion, index) => {
    const judged = asked[index];
    if (judged === undefined) return;
    const { the, answer } = judged;
    if (opinion.verdict === "none") {
      into.none.set(opinion.reason, (into.none.get(opinion.reason) ?? 0) + 1);
      return;
    }
    const { verdict } = opinion;
    const isWrong = the.verdict === "error";
    const againstRules = isWrong ? verdict === "ok" : verdict === "error";
    const counts = [into.total, ...[...constructsOf(the.program)].map((it) => agreementOf(into, it))];
    for (const count of counts) {
      count.programs++;
      if (isWrong) count.errors++;
      if (isWrong && verdict === "ok within bounds") count.beyondBounds++;
      if (againstRules) count.againstRules++;
      if (verdict === "error" && answer === "ok") count.missed++;
      if (verdict === "ok" && answer === "error") count.falseAlarms++;
    }
    if (againstRules)
      into.contradictions.push({ kind: verdict === "error" ? "rejects" : "accepts", case: the });
  });
}

export function addOpinions(into: SecondOpinions, from: SecondOpinions): void {
  addAgreement(into.total, from.total);
  for (const [construct, agreement] of from.constructs) addAgreement(agreementOf(into, construct), agreement);
  for (const [reason, count] of from.none) into.none.set(reason, (into.none.get(reason) ?? 0) + count);
  into.contradictions.push(...from.contradictions);
}

function agreementOf({ constructs }: SecondOpinions, construct: Construct): Agreement {
  const known = constructs.get(construct) ?? newAgreement();
  constructs.set(construct, known);
  return known;
}

function addAgreement(into: Agreement, from: Agreement): void {
  into.programs += from.programs;
  into.errors += from.errors;
  into.beyondBounds += from.beyondBounds;
  into.againstRules += from.againstRules;
  into.missed += from.missed;
  into.falseAlarms += from.falseAlarms;
}

function newAgreement(): Agreement {
  return { programs: 0, errors: 0, beyondBounds: 0, againstRules: 0, missed: 0, falseAlarms: 0 };
}
