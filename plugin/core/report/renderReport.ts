import type { Severity } from "../catalogue/index.js";
import type { Span } from "../findings.js";
import type { Annotation } from "./frame/annotations.js";
import { displayLine } from "./frame/displayText.js";
import type { Paint } from "./frame/Paint.js";
import { lastShownLine, renderFrame } from "./frame/renderFrame.js";
import type { SourceText } from "./frame/SourceText.js";

/** A report as text for people: a header, a code frame for each file that it points into, and what to do about it. */
export interface Report {
  readonly severity: Exclude<Severity, "off">;
  /** Stands in brackets after the severity: `error[double-spend]`. */
  readonly label: string;
  readonly message: string;
  readonly primary: { readonly at: Span; readonly message: string };
  readonly related: readonly { readonly at: Span; readonly message: string }[];
  readonly notes: readonly { readonly kind: "help" | "note"; readonly text: string }[];
}

/** @param sourceOf the text of a file that a span names */
export function renderReport(report: Report, sourceOf: (file: string) => SourceText, paint: Paint): string {
  const frames = framesOf(report);
  const lastLine = frames.map(({ file, annotations }) => lastShownLine(sourceOf(file), annotations));
  const gutterWidth = String(Math.max(...lastLine)).length;
  const primary = paint[report.severity];
  const margin = " ".repeat(gutterWidth);
  const bar = paint.gutter(`${margin} |`);

  const lines = [
    `${primary(`${report.severity}[${report.label}]`)}${paint.strong(`: ${safe(report.message)}`)}`,
  ];
  frames.forEach(({ file, at, annotations }, index) => {
    const source = sourceOf(file);
    const { line, character } = source.position(at);
    const arrow = paint.gutter(index === 0 ? `${margin}-->` : `${margin}:::`);
    lines.push(`${arrow} ${source.displayName}:${line + 1}:${character + 1}`, bar);
    lines.push(...renderFrame(source, annotations, { paint, primary, gutterWidth }), bar);
  });
  for (const { kind, text } of report.notes) {
    lines.push(`${paint.gutter(`${margin} =`)} ${paint.strong(`${kind}:`)} ${safe(text)}`);
  }
  return lines.join("\n") + "\n";
}

interface Frame {
  readonly file: string;
  /** Where the frame's header points: the primary span, else the file's first label. */
  readonly at: number;
  readonly annotations: readonly Annotation[];
}

/** One frame for each file, the primary span's file first. */
function framesOf({ primary, related }: Report): readonly Frame[] {
  const files = [...new Set([primary.at.file, ...related.map(({ at }) => at.file)])];
  return files.map((file) => {
    const inFile = related.filter(({ at }) => at.file === file).map((label) => annotation(label, false));
    if (file === primary.at.file) {
      return { file, at: primary.at.start, annotations: [annotation(primary, true), ...inFile] };
    }
    return { file, at: inFile[0]?.start ?? 0, annotations: inFile };
  });
}

function annotation({ at, message }: { at: Span; message: string }, primary: boolean): Annotation {
  return { start: at.start, end: at.end, primary, message: safe(message) };
}

/** Names from the source stand in messages: they must not steer the terminal. */
function safe(message: string): string {
  return displayLine(message).text;
}
