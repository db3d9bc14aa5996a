import { definitionOf } from "../../plugin/core/catalogue/index.js";
import { plainPaint } from "../../plugin/core/report/frame/Paint.js";
import { primaryLabel } from "../../plugin/core/report/primaryLabel.js";
import { renderFinding } from "../../plugin/core/report/renderFinding.js";
import { renderReport } from "../../plugin/core/report/renderReport.js";
import { checkModule, type ModuleCheck } from "./checkModule.js";

/** What `affine-budget check` draws about a module that breaks a rule. */
export function reportOf(source: string): string {
  return drawn(checkModule(source));
}

/** What `affine-budget check` draws about these findings. */
export function drawn({ findings, sourceOf }: Pick<ModuleCheck, "findings" | "sourceOf">): string {
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
