import type { Evaluation } from "./evaluate.js";
import { printProgram } from "./language/print/printProgram.js";
import { explore } from "./oracle/explore.js";
import type { SecondOpinions } from "./secondOpinions.js";
import { shrink, shrinkWhile } from "./shrink.js";
import type { Checker } from "./subject/Checker.js";

/** Disagreements as text: under the same rules they are most often one mistake, so a few of each group are shrunk. */
export function describeDisagreements(
  { disagreements }: Evaluation,
  checker: Checker,
  shownOfEach: number,
): string {
  const groups = new Map<string, Evaluation["disagreements"][number][]>();
  for (const it of disagreements) {
    const rules = [...new Set(it.judged.findings.map(({ rule }) => rule))].sort().join(", ");
    const name = rules === "" ? it.kind : `${it.kind}: ${rules}`;
    groups.set(name, [...(groups.get(name) ?? []), it]);
  }
  const lines: string[] = [];
  for (const [name, group] of groups) {
    lines.push("", `${name} (${group.length})`);
    group.sort((a, b) => a.judged.text.length - b.judged.text.length);
    for (const { kind, case: the } of group.slice(0, shownOfEach)) {
      const small = shrink(checker, the.program, kind);
      lines.push("", printProgram("t", small).trimEnd());
      for (const { place } of explore(small).errors.slice(0, 3))
        lines.push(`  the oracle: ${nameOf(place)} is dead`);
      for (const it of checker.judge([small])[0]?.findings ?? [])
        lines.push(`  the checker: ${it.rule} of \`${it.subject}\``);
    }
  }
  return lines.join("\n");
}

/** Where a further oracle contradicts the rules' own: one of the two is wrong. */
export function describeContradictions({ oracle, contradictions }: SecondOpinions, shown: number): string {
  const lines: string[] = [];
  for (const kind of ["accepts", "rejects"] as const) {
    const group = contradictions.filter((it) => it.kind === kind);
    if (group.length > 0) lines.push("", `${oracle.name} ${kind} (${group.length})`);
    for (const { case: the } of group.slice(0, shown)) {
      const small = shrinkWhile(the.program, (candidates) => {
        const opinions = oracle.judge(candidates);
        return candidates.findIndex((candidate, index) => {
          const { verdict } = explore(candidate);
          const opinion = opinions[index]?.verdict;
          return kind === "accepts"
            ? verdict === "error" && opinion === "ok"
            : verdict === "ok" && opinion === "error";
        });
      });
      lines.push("", printProgram("t", small).trimEnd());
      for (const { place } of explore(small).errors.slice(0, 3))
        lines.push(`  the rules: ${nameOf(place)} is dead`);
    }
  }
  return lines.join("\n");
}

/** The oracle speaks of variables by number; they are printed as `v` and that number. */
function nameOf(place: string): string {
  return `v${place}`;
}
