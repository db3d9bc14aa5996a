import type { FixName, Suggestion } from "../../../core/fixes/Fix.js";
import { applyEdits, compatible, editsOf } from "../../../core/fixes/editing/applyEdits.js";
import type { CheckResult } from "../check/CheckResult.js";
import type { EditedCheck, EditedProjects } from "../compilers/Projects.js";

/** Each round compiles once. Far more than a chain of fixes that need each other is long. */
const maxRounds = 40;

export interface Fixed {
  /** The file's text before and after all fixes. */
  readonly before: string;
  readonly after: string;
  readonly fixes: readonly FixName[];
}

export interface FixOutcome {
  /** By the name of the file. */
  readonly files: ReadonlyMap<string, Fixed>;
  /** What is reported before anything was mended. */
  readonly first: CheckResult;
  /** What is still reported afterwards. */
  readonly left: CheckResult;
}

/**
 * Applies what is certainly meant, round by round, until nothing more can be mended. A round stands only if it shows:
 * each file that it changed has fewer reports, no other has more, and tsc finds nothing new. Where several fixes of a
 * file fail together, they are tried one by one.
 */
export function fixProjects(projects: EditedProjects): FixOutcome {
  const texts = new Map<string, string>();
  const originals = new Map<string, string>();
  const applied = new Map<string, readonly FixName[]>();
  const refused = new Set<string>();
  /** Files of which one fix at a time is tried. */
  const singly = new Set<string>();

  let current = projects.check(texts);
  const first = current.result;
  for (let round = 0; round < maxRounds; round++) {
    const chosen = choose(current.result, singly, refused);
    if (chosen.size === 0) break;
    const edited = new Map(texts);
    for (const [file, suggestions] of chosen) {
      const before = current.result.sources.get(file);
      if (before === undefined) throw new Error(`a fix is for ${file}, of which nothing is reported`);
      if (!originals.has(file)) originals.set(file, before);
      edited.set(file, applyEdits(before, editsOf(suggestions)));
    }
    const next = projects.check(edited);
    const failed = failures(current, next, [...chosen.keys()]);
    if (failed.length === 0) {
      for (const [file, suggestions] of chosen) {
        texts.set(file, edited.get(file) ?? "");
        applied.set(file, [...(applied.get(file) ?? []), ...suggestions.map(({ fix }) => fix)]);
      }
      current = next;
      continue;
    }
    for (const file of failed) {
      const [only, ...more] = chosen.get(file) ?? [];
      if (only !== undefined && more.length === 0) refused.add(keyOf(file, only));
      singly.add(file);
    }
  }

  const files = [...applied].map(([file, fixes]): [string, Fixed] => [
    file,
    { before: originals.get(file) ?? "", after: texts.get(file) ?? "", fixes },
  ]);
  return { files: new Map(files), first, left: current.result };
}

/** The surest fix of each report, as many of a file as go together. */
function choose(
  { reports }: CheckResult,
  singly: ReadonlySet<string>,
  refused: ReadonlySet<string>,
): ReadonlyMap<string, readonly Suggestion[]> {
  const byFile = new Map<string, Suggestion[]>();
  for (const { at, suggestions } of reports) {
    const sure = suggestions.find(
      (suggestion) =>
        suggestion.applicability === "machine-applicable" && !refused.has(keyOf(at.file, suggestion)),
    );
    if (sure !== undefined) byFile.set(at.file, [...(byFile.get(at.file) ?? []), sure]);
  }
  return new Map(
    [...byFile].map(([file, sure]) => {
      const together = compatible(sure);
      return [file, singly.has(file) ? together.slice(0, 1) : together];
    }),
  );
}

/** The changed files whose fixes do not show what they should; all of them where an unchanged file has got worse. */
function failures(before: EditedCheck, after: EditedCheck, changed: readonly string[]): readonly string[] {
  const counts = (result: CheckResult, name: string): number =>
    result.reports.filter(({ at }) => at.file === name).length;
  const others = new Set(
    after.result.reports.map(({ at }) => at.file).filter((name) => !changed.includes(name)),
  );
  const isWorse = [...others].some((name) => counts(after.result, name) > counts(before.result, name));
  if (isWorse) return changed;
  return changed.filter(
    (name) =>
      counts(after.result, name) >= counts(before.result, name) ||
      hasMore(after.typeErrors(name), before.typeErrors(name)),
  );
}

function hasMore(after: readonly string[], before: readonly string[]): boolean {
  const known = [...before];
  return after.some((error) => {
    const index = known.indexOf(error);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
}

function keyOf(file: string, { fix, edits }: Suggestion): string {
  return `${file} ${fix} ${edits.map(({ at, text }) => `${at.start} ${text}`).join()}`;
}
