import type { Finding } from "../../core/findings.js";
import { compatible, editsOf } from "../../core/fixes/editing/applyEdits.js";
import type { FixName, Suggestion, TextEdit } from "../../core/fixes/Fix.js";
import { fixNamed } from "../../core/fixes/index.js";

type SuggestionsByFinding = ReadonlyMap<Finding, readonly Suggestion[]>;

/** Only what is certainly meant is applied to a whole file unasked. */
export function isSure({ applicability }: Suggestion): boolean {
  return applicability === "machine-applicable";
}

/** The fixes among these suggestions that may be applied to a whole file, each once. */
export function sureFixes(suggestions: readonly Suggestion[]): readonly FixName[] {
  return [...new Set(suggestions.filter(isSure).map(({ fix }) => fix))];
}

export function fixEverywhereTitle(fix: FixName): string {
  return `${fixNamed(fix).summary}, everywhere in this file`;
}

/** All that one fix, or with null any, can surely mend in a file at once. */
export function sureEdits(
  suggestions: SuggestionsByFinding,
  fix: FixName | null,
): { readonly edits: readonly TextEdit[]; readonly mended: number } {
  const sure = [...suggestions.values()].flatMap(
    (offered) => offered.find((each) => isSure(each) && (fix === null || each.fix === fix)) ?? [],
  );
  const together = compatible(sure);
  return { edits: editsOf(together), mended: together.length };
}
