import type { Case } from "./evaluate.js";
import { constructs, constructsOf, type Construct } from "./language/constructs.js";
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

/** What one further oracle says of the programs that the checker was compared with the rules on. */
export class SecondOpinions {
  readonly oracle: Oracle;
  readonly total: Agreement = newAgreement();
  readonly constructs = new Map<Construct, Agreement>();
  /** Programs without an opinion, by reason. */
  readonly none = new Map<string, number>();
  readonly contradictions: Contradiction[] = [];

  constructor(oracle: Oracle) {
    this.oracle = oracle;
  }

  /** `answers`: the checker's, for each case. */
  add(cases: readonly Case[], answers: readonly Answer[]): void {
    if (this.oracle.unavailable !== null) return;
    const typed = cases.flatMap((the, index) => {
      const answer = answers[index];
      return answer === undefined || answer === "untyped" ? [] : [{ the, answer }];
    });
    this.oracle.judge(typed.map(({ the }) => the.program)).forEach((opinion, index) => {
      const judged = typed[index];
      if (judged === undefined) return;
      const { the, answer } = judged;
      if (opinion.verdict === "none") {
        this.none.set(opinion.reason, (this.none.get(opinion.reason) ?? 0) + 1);
        return;
      }
      const { verdict } = opinion;
      const isWrong = the.verdict === "error";
      const againstRules = isWrong ? verdict === "ok" : verdict === "error";
      const counts = [this.total, ...[...constructsOf(the.program)].map((it) => this.#of(it))];
      for (const count of counts) {
        count.programs++;
        if (isWrong) count.errors++;
        if (isWrong && verdict === "ok within bounds") count.beyondBounds++;
        if (againstRules) count.againstRules++;
        if (verdict === "error" && answer === "ok") count.missed++;
        if (verdict === "ok" && answer === "error") count.falseAlarms++;
      }
      if (againstRules)
        this.contradictions.push({ kind: verdict === "error" ? "rejects" : "accepts", case: the });
    });
  }

  #of(construct: Construct): Agreement {
    const known = this.constructs.get(construct) ?? newAgreement();
    this.constructs.set(construct, known);
    return known;
  }

  table(): string {
    const { name, unavailable } = this.oracle;
    if (unavailable !== null) return unavailable;
    const rows: [string, Agreement][] = [["all programs", this.total]];
    for (const construct of constructs) {
      const agreement = this.constructs.get(construct);
      if (agreement !== undefined) rows.push([construct, agreement]);
    }
    const width = Math.max(name.length, ...rows.map(([row]) => row.length));
    const line = (row: string, ...cells: readonly string[]): string =>
      row.padEnd(width) + cells.map((cell) => cell.padStart(13)).join("");
    return [
      line(name, "programs", "erroneous", "beyond", "contradicts", "missed", "false"),
      ...rows.map(([row, { programs, errors, beyondBounds, againstRules, missed, falseAlarms }]) =>
        line(row, ...[programs, errors, beyondBounds, againstRules, missed, falseAlarms].map(String)),
      ),
      ...[...this.none].map(([reason, count]) => `no opinion on ${count}: ${reason}`),
    ].join("\n");
  }
}

function newAgreement(): Agreement {
  return { programs: 0, errors: 0, beyondBounds: 0, againstRules: 0, missed: 0, falseAlarms: 0 };
}
