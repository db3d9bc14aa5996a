import { plainPaint } from "../../../plugin/core/report/frame/Paint.js";
import { SourceText } from "../../../plugin/core/report/frame/SourceText.js";
import { renderReport, type Report } from "../../../plugin/core/report/renderReport.js";

/**
 * Draws a report over marked sources. `«name:code»` marks the range that `labels` gives a text for; the range named `use`
 * is the primary one. Marks may nest.
 */
export function draw(
  files: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
  notes: Report["notes"] = [],
): string {
  const sources = new Map<string, SourceText>();
  const ranges = new Map<string, { file: string; start: number; end: number }>();
  for (const [file, marked] of Object.entries(files)) {
    let text = "";
    const open: { name: string; start: number }[] = [];
    for (const [token, name] of marked.matchAll(/«([\w-]+):|»|[^«»]+/g)) {
      if (name !== undefined) open.push({ name, start: text.length });
      else if (token === "»") {
        const mark = open.pop();
        if (mark === undefined) throw new Error("a mark is closed that was not opened");
        ranges.set(mark.name, { file, start: mark.start, end: text.length });
      } else text += token;
    }
    sources.set(file, new SourceText(file, text));
  }
  const at = (name: string): { file: string; start: number; end: number } => {
    const range = ranges.get(name);
    if (range === undefined) throw new Error(`no range is marked ${name}`);
    return range;
  };
  const report: Report = {
    severity: "error",
    label: "demo",
    message: "what is wrong",
    primary: { at: at("use"), message: labels["use"] ?? "" },
    related: Object.entries(labels)
      .filter(([name]) => name !== "use")
      .map(([name, message]) => ({ at: at(name), message })),
    notes,
  };
  const sourceOf = (file: string): SourceText => {
    const source = sources.get(file);
    if (source === undefined) throw new Error(`no file ${file}`);
    return source;
  };
  // A leading line break lets the drawing start at the margin of the test that shows it.
  return "\n" + renderReport(report, sourceOf, plainPaint);
}
