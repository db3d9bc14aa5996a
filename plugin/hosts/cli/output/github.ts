import type { CheckReport } from "../check/CheckResult.js";
import { locator } from "./locate.js";
import type { OutputFormat } from "./OutputFormat.js";
import { summaryLine } from "./summary.js";

/** Workflow commands of GitHub Actions: annotations on the changed lines, then the summary for the log. */
export const github: OutputFormat = (result, seconds, terminal) => {
  // Annotations are attached by paths from the root of the checkout, wherever the command runs.
  const { locate } = locator(result, terminal.env["GITHUB_WORKSPACE"] ?? terminal.cwd);
  const commands = result.reports.map(({ severity, rule, message, help, at, related }) => {
    const { file, start, end } = locate(at);
    const properties = {
      file,
      line: start.line,
      endLine: end.line,
      col: start.column,
      // GitHub rejects columns on an annotation of several lines.
      ...(start.line === end.line ? { endColumn: end.column } : {}),
      title: `affine-budget: ${rule}`,
    };
    const labels = related.map((label) => {
      const place = locate(label.at);
      return `${place.file}:${place.start.line}: ${label.message}`;
    });
    const written = Object.entries(properties).map(
      ([name, value]) => `${name}=${escapeProperty(String(value))}`,
    );
    const text = [message, ...labels, `help: ${help}`].join("\n");
    return `::${commandOf(severity)} ${written.join(",")}::${escapeData(text)}\n`;
  });
  return `${commands.join("")}${summaryLine(result, seconds)}\n`;
};

function commandOf(severity: CheckReport["severity"]): "error" | "warning" | "notice" {
  return severity === "suggestion" ? "notice" : severity;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
