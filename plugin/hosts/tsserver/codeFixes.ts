import type ts from "typescript";
import { definitionOf, rules } from "../../core/catalogue/index.js";
import type { Finding } from "../../core/findings.js";
import type { Suggestion, TextEdit } from "../../core/fixes/Fix.js";
import { fixes, isFixName } from "../../core/fixes/index.js";
import { fixEverywhereTitle, isSure, sureEdits } from "../typescript/sureFixes.js";

type SuggestionsByFinding = ReadonlyMap<Finding, readonly Suggestion[]>;

/** The codes of all rules that some fix may mend, as tsserver names codes. */
const fixableCodes: readonly string[] = rules
  .filter(({ name }) => fixes.some((fix) => fix.rules.includes(name)))
  .map(({ code }) => String(code));

const idPrefix = "affine-budget/";

/** What an editor offers for the reports with these codes at exactly this range. */
export function codeFixesAt(
  suggestions: SuggestionsByFinding,
  fileName: string,
  range: ts.TextRange,
  codes: readonly number[],
): readonly ts.CodeFixAction[] {
  return [...suggestions].flatMap(([{ at, rule }, offered]) =>
    at.start === range.pos && at.end === range.end && codes.includes(definitionOf(rule).code)
      ? offered.map((suggestion) => actionOf(suggestion, fileName))
      : [],
  );
}

function actionOf(suggestion: Suggestion, fileName: string): ts.CodeFixAction {
  const { fix, title, edits } = suggestion;
  const action = { fixName: fix, description: title, changes: [changesOf(fileName, edits)] };
  if (!isSure(suggestion)) return action;
  return { ...action, fixId: `${idPrefix}${fix}`, fixAllDescription: fixEverywhereTitle(fix) };
}

/** All that one fix can surely mend in a file at once; null if the id is none of ours. */
export function combinedFix(
  suggestions: SuggestionsByFinding,
  fileName: string,
  fixId: unknown,
): ts.CombinedCodeActions | null {
  if (typeof fixId !== "string" || !fixId.startsWith(idPrefix)) return null;
  const name = fixId.slice(idPrefix.length);
  if (!isFixName(name)) return null;
  const { edits } = sureEdits(suggestions, name);
  return { changes: edits.length === 0 ? [] : [changesOf(fileName, edits)] };
}

function changesOf(fileName: string, edits: readonly TextEdit[]): ts.FileTextChanges {
  return {
    fileName,
    textChanges: edits.map(({ at, text }) => ({
      span: { start: at.start, length: at.end - at.start },
      newText: text,
    })),
  };
}

interface InternalTypeScript {
  readonly codefix?: {
    registerCodeFix?(registration: {
      readonly errorCodes: readonly number[];
      readonly getCodeActions: () => readonly [];
    }): void;
  };
}

const registered = new WeakSet();

/**
 * Editors ask tsserver, without naming a project, which codes have fixes, and ask for no fixes of other codes. The table
 * behind that answer is the module's own: no language service that a plugin decorates is asked.
 */
export function registerFixableCodes(typescript: typeof ts): void {
  if (registered.has(typescript)) return;
  registered.add(typescript);
  const { codefix } = typescript as InternalTypeScript;
  codefix?.registerCodeFix?.({ errorCodes: fixableCodes.map(Number), getCodeActions: () => [] });
}
