import { definitionOf } from "../../plugin/core/catalogue/index.js";
import { plainPaint } from "../../plugin/core/report/frame/Paint.js";
import { primaryLabel } from "../../plugin/core/report/primaryLabel.js";
import { renderFinding } from "../../plugin/core/report/renderFinding.js";
import { renderReport } from "../../plugin/core/report/renderReport.js";
import { checkModule } from "./checkModule.js";

/** What `affine-budget check` draws about a module that breaks a rule; `name` is what the report calls it. */
export function reportOf(source: string, name?: string): string {
  const { findings, sourceOf } = checkModule(source, name);
  return findings
    .map((finding) => {
      const rule = definitionOf(finding.rule);
      return renderReport(
        {
          severity: rule.severity,
          label: rule.name,
          message: rule.message(finding),
          primary: { at: finding.at, message: primaryLabel(finding) },
          related: renderFinding(finding).related,
          notes: [{ kind: "help", text: rule.help(finding) }],
        },
        sourceOf,
        plainPaint,
      );
    })
    .join("\n");
}
