import type ts from "typescript";
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
  type TextEdit as ProtocolEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { definitionOf } from "../../../core/catalogue/index.js";
import type { Finding } from "../../../core/findings.js";
import type { Suggestion, TextEdit } from "../../../core/fixes/Fix.js";
import { fixEverywhereTitle, sureEdits, sureFixes } from "../../typescript/sureFixes.js";
import { offsetIn, rangeIn } from "./positions.js";

/** For an editor that mends a document whenever it is saved: all that is certainly meant, at once. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.affine-budget`;

/** Edits of one document, as of the version that they were made for. */
export type EditOf = (edits: ProtocolEdit[]) => WorkspaceEdit;

/** What an editor offers for the reports at a range of a document, and for all of them. */
export function codeActionsAt(
  file: ts.SourceFile,
  suggestions: ReadonlyMap<Finding, readonly Suggestion[]>,
  { range, context }: Pick<CodeActionParams, "range" | "context">,
  editOf: EditOf,
): CodeAction[] {
  const asEdit = (edits: readonly TextEdit[]): WorkspaceEdit =>
    editOf(edits.map(({ at, text }) => ({ range: rangeIn(file, at.start, at.end), newText: text })));
  const actions: CodeAction[] = [];
  if (wants(context.only, CodeActionKind.QuickFix)) {
    const [start, end] = [offsetIn(file, range.start), offsetIn(file, range.end)];
    const here = [...suggestions].filter(([{ at }]) => at.start <= end && start <= at.end);
    for (const [finding, offered] of here) {
      const diagnostics = context.diagnostics.filter((shown) => isOf(file, shown, finding));
      for (const { title, edits, applicability } of offered) {
        const isPreferred = applicability === "machine-applicable";
        actions.push({ title, kind: CodeActionKind.QuickFix, diagnostics, isPreferred, edit: asEdit(edits) });
      }
    }
    for (const fix of sureFixes(here.flatMap(([, offered]) => offered))) {
      const { edits, mended } = sureEdits(suggestions, fix);
      if (mended < 2) continue;
      const title = fixEverywhereTitle(fix);
      actions.push({ title, kind: CodeActionKind.QuickFix, edit: asEdit(edits) });
    }
  }
  // Unasked, an editor would show it at every name.
  if (context.only !== undefined && wants(context.only, fixAllKind)) {
    const { edits, mended } = sureEdits(suggestions, null);
    const title = "Mend what affine-budget can surely mend in this file";
    if (mended > 0) actions.push({ title, kind: fixAllKind, edit: asEdit(edits) });
  }
  return actions;
}

/** A kind stands for those below it: `source` for `source.fixAll`. */
function wants(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
}

function isOf(file: ts.SourceFile, { code, range }: Diagnostic, { at, rule }: Finding): boolean {
  return (
    code === definitionOf(rule).code &&
    offsetIn(file, range.start) === at.start &&
    offsetIn(file, range.end) === at.end
  );
}
