import {
  placeAnnotations,
  type Annotation,
  type BlockAnnotation,
  type InlineAnnotation,
} from "./annotations.js";
import { displayLine, type DisplayLine } from "./displayText.js";
import type { Colouring, Paint } from "./Paint.js";
import { Row } from "./Row.js";
import type { SourceText } from "./SourceText.js";

export interface FrameStyle {
  readonly paint: Paint;
  /** Colour of the primary marks. */
  readonly primary: Colouring;
  /** Digits of the greatest line number in the whole report, so that its frames line up. */
  readonly gutterWidth: number;
}

/** Source lines wider than this many columns (bundled code) are cut to the neighbourhood of their marks. */
const MAX_WIDTH = 160;
const CONTEXT_WIDTH = 40;

/** The lines of a file that annotations touch, drawn as rustc draws them, without a location header. */
export function renderFrame(
  source: SourceText,
  annotations: readonly Annotation[],
  style: FrameStyle,
): readonly string[] {
  const { inline, blocks } = placeAnnotations(source, annotations);
  const bars = blocks.reduce((widest, { depth }) => Math.max(widest, depth + 1), 0);
  const frame = new FrameRows(source, style, bars);
  let previous: number | null = null;
  for (const line of touchedLines(inline, blocks)) {
    if (previous !== null && line === previous + 2) frame.addLine(line - 1, [], blocks);
    else if (previous !== null && line > previous + 2) frame.addGap(line, blocks);
    frame.addLine(
      line,
      inline.filter((annotation) => annotation.line === line),
      blocks,
    );
    previous = line;
  }
  return frame.rows;
}

/** Line numbers, from 1, of the last line that a frame of these annotations shows. */
export function lastShownLine(source: SourceText, annotations: readonly Annotation[]): number {
  const { inline, blocks } = placeAnnotations(source, annotations);
  return Math.max(0, ...touchedLines(inline, blocks)) + 1;
}

function touchedLines(
  inline: readonly InlineAnnotation[],
  blocks: readonly BlockAnnotation[],
): readonly number[] {
  const lines = [
    ...inline.map(({ line }) => line),
    ...blocks.flatMap(({ firstLine, lastLine }) => [firstLine, lastLine]),
  ];
  return [...new Set(lines)].sort((a, b) => a - b);
}

class FrameRows {
  readonly rows: string[] = [];
  readonly #source: SourceText;
  readonly #style: FrameStyle;
  readonly #bars: number;

  constructor(source: SourceText, style: FrameStyle, bars: number) {
    this.#source = source;
    this.#style = style;
    this.#bars = bars;
  }

  addGap(nextLine: number, blocks: readonly BlockAnnotation[]): void {
    const row = this.#row(
      blocks.filter(({ firstLine, lastLine }) => firstLine < nextLine && lastLine >= nextLine),
    );
    const dots = this.#style.paint.gutter("...");
    this.rows.push(`${dots}${" ".repeat(this.#style.gutterWidth)}${row.toString()}`.trimEnd());
  }

  addLine(line: number, inline: readonly InlineAnnotation[], blocks: readonly BlockAnnotation[]): void {
    const text = this.#source.line(line);
    const starting = blocks.filter(({ firstLine }) => firstLine === line);
    const ending = blocks.filter(({ lastLine }) => lastLine === line);
    let open = blocks.filter(({ firstLine, lastLine }) => firstLine < line && lastLine >= line);
    const marks = [
      ...inline.flatMap(({ start, end }) => [start, end]),
      ...starting.map(({ firstCharacter }) => firstCharacter),
      ...ending.map(({ lastCharacter }) => lastCharacter),
    ];
    const display = cropToMarks(displayLine(text), marks);

    const sourceRow = this.#row(open);
    // A block that begins with its line needs no arrow of its own: a slash beside the line shows it.
    const leading = starting.filter(({ firstCharacter }) => text.slice(0, firstCharacter).trim() === "");
    for (const block of leading) sourceRow.put(block.depth, "/", this.#colour(block.primary));
    sourceRow.put(this.#bars + this.#gap(), display.text, null);
    this.#push(String(line + 1), sourceRow);

    open = [...open, ...leading];
    this.#addMarks(inline, display, open);
    for (const block of starting) {
      if (leading.includes(block)) continue;
      this.#addBlockEnd(block, display.column(block.firstCharacter), open, false);
      open = [...open, block];
    }
    for (const block of ending) {
      this.#addBlockEnd(block, display.column(block.lastCharacter), open, true);
      open = open.filter((other) => other !== block);
    }
  }

  /** Underlines, and labels hung below them: the rightmost one beside its mark, the others each on a row further down. */
  #addMarks(
    inline: readonly InlineAnnotation[],
    display: DisplayLine,
    open: readonly BlockAnnotation[],
  ): void {
    if (inline.length === 0) return;
    const marks = inline
      .map(({ start, end, primary, message }) => {
        const column = display.column(start);
        return { column, end: Math.max(display.column(end), column + 1), primary, message };
      })
      .sort((a, b) => b.column - a.column || a.end - b.end);
    const offset = this.#bars + this.#gap();

    const underline = this.#row(open);
    for (const { column, end, primary } of marks.toSorted((a, b) => Number(a.primary) - Number(b.primary))) {
      underline.put(offset + column, (primary ? "^" : "-").repeat(end - column), this.#colour(primary));
    }
    const labelled = marks.filter(({ message }) => message !== "");
    const [rightmost] = labelled;
    const beside =
      rightmost !== undefined && marks.every((mark) => mark === rightmost || mark.end <= rightmost.end)
        ? rightmost
        : null;
    if (beside !== null) underline.put(offset + beside.end + 1, beside.message, this.#colour(beside.primary));
    this.#push("", underline);

    const hanging = labelled.filter((mark) => mark !== beside);
    if (hanging.length === 0) return;
    const connectors = (row: Row, marks: typeof hanging): Row => {
      for (const { column, primary } of marks) row.put(offset + column, "|", this.#colour(primary));
      return row;
    };
    this.#push("", connectors(this.#row(open), hanging));
    hanging.forEach(({ column, primary, message }, index) => {
      const row = connectors(this.#row(open), hanging.slice(index + 1));
      row.put(offset + column, message, this.#colour(primary));
      this.#push("", row);
    });
  }

  /** The row that leads from a block's bar to its first or last character. */
  #addBlockEnd(
    block: BlockAnnotation,
    column: number,
    open: readonly BlockAnnotation[],
    last: boolean,
  ): void {
    const row = this.#row(open);
    const colour = this.#colour(block.primary);
    const target = this.#bars + this.#gap() + column;
    row.put(block.depth + 1, "_".repeat(target - block.depth - 1), colour);
    row.put(target, block.primary ? "^" : "-", colour);
    if (last && block.message !== "") row.put(target + 2, block.message, colour);
    this.#push("", row);
  }

  #row(open: readonly BlockAnnotation[]): Row {
    const row = new Row();
    for (const { depth, primary } of open) row.put(depth, "|", this.#colour(primary));
    return row;
  }

  /** Between the bars and the source. */
  #gap(): number {
    return this.#bars === 0 ? 0 : 1;
  }

  #colour(primary: boolean): Colouring {
    return primary ? this.#style.primary : this.#style.paint.label;
  }

  #push(lineNumber: string, row: Row): void {
    const gutter = this.#style.paint.gutter(`${lineNumber.padStart(this.#style.gutterWidth)} |`);
    this.rows.push(`${gutter} ${row.toString()}`.trimEnd());
  }
}

function cropToMarks(display: DisplayLine, marks: readonly number[]): DisplayLine {
  if (display.width <= MAX_WIDTH) return display;
  const columns = marks.map((offset) => display.column(offset));
  const from = Math.max(0, Math.min(...columns) - CONTEXT_WIDTH);
  return display.crop(from, Math.max(Math.max(...columns) + CONTEXT_WIDTH, from + MAX_WIDTH));
}
