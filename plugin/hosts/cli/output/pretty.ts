import { isRuleName } from "../../../core/catalogue/index.js";
import { renderReport } from "../../../core/report/renderReport.js";
import { renderSuggestion } from "../../../core/report/renderSuggestion.js";
import { locator } from "./locate.js";
import type { CheckReport, CheckResult } from "../check/CheckResult.js";
import type { OutputFormat } from "./OutputFormat.js";
import { paintFor } from "./style.js";
import { countsOf, summaryLine } from "./summary.js";

/** For people: code frames and a summary. */
export const pretty: OutputFormat = (result, seconds, terminal) => {
  const paint = paintFor(terminal.colours);
  const { sourceOf } = locator(result, terminal.cwd);
  const frames = result.reports.map((report) => {
    const { severity, rule, message, at, primaryLabel, related, help, suggestions } = report;
    const [suggestion] = suggestions;
    const frame = renderReport(
      {
        severity,
        label: rule,
        message,
        primary: { at, message: primaryLabel },
        related,
        notes: [
          { kind: "help", text: help },
          ...(isRuleName(rule) ? [{ kind: "note", text: `affine-budget explain ${rule}` } as const] : []),
        ],
      },
      sourceOf,
      paint,
    );
    return suggestion === undefined
      ? frame
      : `${frame}${renderSuggestion(suggestion, result.sources.get(at.file) ?? "", paint)}`;
  });
  const summary = summaryLine(result, seconds);
  const { errors, warnings } = countsOf(result.reports);
  const painted = errors > 0 ? paint.error(summary) : warnings > 0 ? paint.warning(summary) : summary;
  return `${[...frames, painted, ...fixableNote(result)].join("\n")}\n`;
};

function fixableNote({ reports }: CheckResult): readonly string[] {
  const isSure = ({ suggestions }: CheckReport): boolean =>
    suggestions.some(({ applicability }) => applicability === "machine-applicable");
  const count = reports.filter(isSure).length;
  return count === 0 ? [] : [`${count} of them can be mended: affine-budget check --fix`];
}
