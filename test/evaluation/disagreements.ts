import type { Evaluation, Found } from "./Evaluation.js";
import { printProgram } from "./language/print/printProgram.js";
import { explore } from "./oracle/explore.js";
import type { Oracle } from "./oracle/Oracle.js";
import type { SecondOpinions } from "./secondOpinions.js";
import { shrink, shrinkWhile } from "./shrink.js";
import type { Checker } from "./subject/Checker.js";

/** Disagreements as text: under the same rules they are most often one mistake, so a few of each group are shrunk. */
export function describeDisagreements({ found }: Evaluation, checker: Checker, shownOfEach: number): string {
  const groups = new Map<string, Found[]>();
  for (const it of found) groups.set(nameOf(it), [...(groups.get(nameOf(it)) ?? []), it]);
  const shown = [...groups].map(([name, group]) => ({
    name,
    size: group.length,
    items: [...group].sort((a, b) => a.judged.text.length - b.judged.text.length).slice(0, shownOfEach),
  }));
  const all = shown.flatMap(({ items }) => items);
  const small = shrink(
    checker,
    all.map(({ kind, case: the }) => ({ kind, program: the.program })),
  );
  const lines: string[] = [];
  for (const { name, size, items } of shown) {
    lines.push("", `${name} (${size})`);
    for (const it of items) {
      const program = small[all.indexOf(it)] ?? it.case.program;
      lines.push("", printProgram("t", program).trimEnd());
      for (const { place } of explore(program).errors.slice(0, 3))
        lines.push(`  the oracle: ${place} is dead, lent, or shared`);
      for (const { rule, subject } of checker.judge([program])[0]?.findings ?? [])
        lines.push(`  the checker: ${rule} of \`${subject}\``);
    }
  }
  return lines.join("\n");
}

function nameOf({ kind, judged }: Found): string {
  const rules = [...new Set(judged.findings.map(({ rule }) => rule))].sort().join(", ");
  return rules === "" ? kind : `${kind}: ${rules}`;
}

/** Where a further oracle contradicts the rules' own: one of the two is wrong. */
export function describeContradictions(
  oracle: Oracle,
  { contradictions }: SecondOpinions,
  shown: number,
): string {
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
        lines.push(`  the rules: ${place} is dead, lent, or shared`);
    }
  }
  return lines.join("\n");
}
