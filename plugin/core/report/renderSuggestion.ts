import type { Suggestion } from "../fixes/Fix.js";
import { inOrder } from "../fixes/editing/applyEdits.js";
import { displayLine } from "./frame/displayText.js";
import type { Paint } from "./frame/Paint.js";
import { SourceText } from "./frame/SourceText.js";

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly sign: "+" | "~";
}

/**
 * A suggestion as rustc draws one: the lines as they would be, numbered as they would be, with a sign under what is new:
 *
 *     help: assign the result back to `budget`
 *       |
 *     5 |   budget = budget.spend(10);
 *       |   +++++++++
 */
export function renderSuggestion(suggestion: Suggestion, text: string, paint: Paint): string {
  const { after, marks } = edited(text, suggestion);
  const source = new SourceText("", after);
  const lines = new Set<number>();
  for (const { start, end } of marks) {
    for (
      let line = source.position(start).line;
      line <= source.position(Math.max(start, end - 1)).line;
      line++
    )
      lines.add(line);
  }
  const width = String(Math.max(0, ...lines) + 1).length;
  const margin = (label: string, bar = "|"): string => paint.gutter(`${label.padStart(width)} ${bar}`);
  const rows = [`${paint.strong("help:")} ${displayLine(suggestion.title).text}`, margin("")];
  let previous: number | null = null;
  for (const line of [...lines].sort((a, b) => a - b)) {
    const raw = source.line(line);
    const display = displayLine(raw);
    // Indentation that moves to a line of its own says nothing.
    const underline = signsUnder(source, line, marks).filter(
      ({ from, to }) => raw.slice(from, to).trim() !== "",
    );
    if (underline.length === 0) continue;
    if (previous !== null && line > previous + 1) rows.push(paint.gutter("..."));
    previous = line;
    const isNew = underline.some(
      ({ sign, from, to }) => sign === "+" && raw.slice(from, to).trim() === raw.trim(),
    );
    rows.push(`${margin(String(line + 1), isNew ? "+" : "|")} ${display.text}`.trimEnd());
    if (isNew) continue;
    let signs = "";
    for (const { sign, from, to } of underline)
      signs =
        signs.padEnd(display.column(from)) +
        sign.repeat(Math.max(0, display.column(to) - display.column(from)));
    rows.push(`${margin("")} ${signs}`);
  }
  return `${rows.join("\n")}\n`;
}

function edited(
  text: string,
  { edits }: Suggestion,
): { readonly after: string; readonly marks: readonly Mark[] } {
  let after = "";
  let done = 0;
  const marks: Mark[] = [];
  for (const { at, text: replacement } of inOrder(edits)) {
    after += text.slice(done, at.start);
    marks.push({
      start: after.length,
      end: after.length + replacement.length,
      sign: at.start === at.end ? "+" : "~",
    });
    after += replacement;
    done = at.end;
  }
  return { after: after + text.slice(done), marks };
}

/** The parts of a line that are new, as offsets in it. */
function signsUnder(
  source: SourceText,
  line: number,
  marks: readonly Mark[],
): readonly { readonly from: number; readonly to: number; readonly sign: "+" | "~" }[] {
  const { length } = source.line(line);
  return marks.flatMap(({ start, end, sign }) => {
    const first = source.position(start);
    const last = source.position(end);
    if (first.line > line || last.line < line || start === end) return [];
    const from = first.line === line ? first.character : 0;
    const to = last.line === line ? last.character : length;
    return from === to ? [] : [{ from, to, sign }];
  });
}
