import { isRuleName } from "../../../core/catalogue/index.js";
import { renderReport } from "../../../core/report/renderReport.js";
import { locator } from "./locate.js";
import type { OutputFormat } from "./OutputFormat.js";
import { paintFor } from "./style.js";
import { countsOf, summaryLine } from "./summary.js";

/** For people: code frames and a summary. */
export const pretty: OutputFormat = (result, seconds, terminal) => {
  const paint = paintFor(terminal.colours);
  const { sourceOf } = locator(result, terminal.cwd);
  const frames = result.reports.map(({ severity, rule, message, at, primaryLabel, related, help }) =>
    renderReport(
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
    ),
  );
  const summary = summaryLine(result, seconds);
  const { errors, warnings } = countsOf(result.reports);
  const painted = errors > 0 ? paint.error(summary) : warnings > 0 ? paint.warning(summary) : summary;
  return `${[...frames, painted].join("\n")}\n`;
};
