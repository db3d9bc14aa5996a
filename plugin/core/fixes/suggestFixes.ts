import type ts from "typescript";
import { analyseFile, type CoreOptions } from "../analyseFile.js";
import type { Asking } from "../facts/gatherFacts.js";
import type { Finding } from "../findings.js";
import type { Syntax } from "../syntax/Syntax.js";
import type { Suggestion } from "./Fix.js";
import { FixContext } from "./FixContext.js";
import { fixes } from "./index.js";

/** How each of a file's findings can be mended, the surest way first; a finding that none is known for is left out. */
export function* suggestFixes(
  syntax: Syntax,
  file: ts.SourceFile,
  options: CoreOptions,
  findings: readonly Finding[],
): Asking<ReadonlyMap<Finding, readonly Suggestion[]>> {
  const suggestions = new Map<Finding, readonly Suggestion[]>();
  if (!findings.some(({ rule }) => fixes.some((fix) => fix.rules.some((name) => name === rule))))
    return suggestions;
  const analysis = yield* analyseFile(syntax, file, options);
  if (analysis === null) return suggestions;
  const context = new FixContext(syntax, file, analysis, findings);
  for (const finding of findings) {
    const proposed = fixes.flatMap((fix): readonly Suggestion[] => {
      if (!fix.rules.some((rule) => rule === finding.rule)) return [];
      const proposal = attempt(() => fix.propose(finding, context));
      return proposal === null ? [] : [{ fix: fix.name, declares: [], ...proposal }];
    });
    if (proposed.length > 0)
      suggestions.set(
        finding,
        proposed.toSorted((a, b) => rank(a) - rank(b)),
      );
  }
  return suggestions;
}

function rank({ applicability }: Suggestion): number {
  return applicability === "machine-applicable" ? 0 : 1;
}

/** A fix that fails is one that is not offered: the report stands by itself. */
function attempt<Result>(propose: () => Result): Result | null {
  try {
    return propose();
  } catch {
    return null;
  }
}
