import type { Location as SarifLocation, Log, ReportingDescriptor, Result } from "sarif";
import { rules, type Rule, type Severity } from "../../../core/catalogue/index.js";
import { rulePage } from "../../../core/report/rulePage.js";
import { version } from "../version.js";
import { locator, type Location } from "./locate.js";
import type { OutputFormat } from "./OutputFormat.js";

/** SARIF 2.1.0 (OASIS), with the metadata of every rule, as code-scanning services take it. */
export const sarif: OutputFormat = (result, _seconds, terminal) => {
  const { locate } = locator(result, terminal.cwd);
  const results = result.reports.map(({ severity, rule, message, help, at, related }): Result => ({
    ruleId: rule,
    ruleIndex: rules.findIndex(({ name }) => name === rule),
    level: levelOf(severity),
    message: { text: `${message}. Help: ${help}.` },
    locations: [sarifLocation(locate(at))],
    relatedLocations: related.map((label, id) => ({
      id,
      message: { text: label.message },
      ...sarifLocation(locate(label.at)),
    })),
  }));
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "affine-budget", version, rules: rules.map(descriptor) } },
        columnKind: "utf16CodeUnits",
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function descriptor(rule: Rule): ReportingDescriptor {
  return {
    id: rule.name,
    name: rule.name,
    shortDescription: { text: `${rule.summary}.` },
    fullDescription: { text: rule.explanation.trim() },
    help: { text: rule.explanation.trim(), markdown: rulePage(rule) },
    defaultConfiguration: { level: levelOf(rule.severity), enabled: true },
    properties: { code: rule.code },
  };
}

function levelOf(severity: Severity): "error" | "warning" | "note" | "none" {
  switch (severity) {
    case "error":
    case "warning":
      return severity;
    case "suggestion":
      return "note";
    case "off":
      return "none";
  }
}

function sarifLocation({ file, start, end }: Location): SarifLocation {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file).replaceAll("#", "%23").replaceAll("?", "%3F") },
      region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
    },
  };
}
