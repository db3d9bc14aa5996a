/** How a source line looks in a terminal: what is printed, and in which column each of its characters stands. */

const TAB_WIDTH = 4;

export interface DisplayLine {
  readonly text: string;
  /** Terminal columns that the line takes. */
  readonly width: number;
  /** Terminal column, from 0, of the character at UTF-16 offset `offset` of the line; the line's width at its end. */
  readonly column: (offset: number) => number;
  /** Only the part between two columns, with "..." where something was cut; `column` still takes offsets of the whole line. */
  readonly crop: (from: number, to: number) => DisplayLine;
}

interface Cell {
  readonly text: string;
  readonly column: number;
  readonly width: number;
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Expands tabs, and makes control characters and bidirectional overrides visible: a source must not steer the terminal. */
export function displayLine(line: string): DisplayLine {
  const cells: Cell[] = [];
  const columns: number[] = [];
  let width = 0;
  for (const { segment } of graphemes.segment(line)) {
    for (let i = 0; i < segment.length; i++) columns.push(width);
    const printed = printable(segment, width);
    cells.push({ ...printed, column: width });
    width += printed.width;
  }
  const column = (offset: number): number => columns[offset] ?? width;
  return {
    text: textOf(cells),
    width,
    column,
    crop(from, to) {
      const kept = cells.filter((cell) => cell.column >= from && cell.column + cell.width <= to);
      const first = kept[0]?.column ?? 0;
      const before = first > 0 ? ELLIPSIS : "";
      const after = to < width ? ELLIPSIS : "";
      const shift = before.length - first;
      return {
        ...displayLine(`${before}${textOf(kept)}${after}`),
        column: (offset) => Math.max(0, column(offset) + shift),
      };
    },
  };
}

const ELLIPSIS = "...";

function textOf(cells: readonly Cell[]): string {
  return cells.map(({ text }) => text).join("");
}

function printable(grapheme: string, column: number): { readonly text: string; readonly width: number } {
  if (grapheme === "\t") {
    const width = TAB_WIDTH - (column % TAB_WIDTH);
    return { text: " ".repeat(width), width };
  }
  const visible = [...grapheme].map(visibleCharacter).join("");
  return { text: visible, width: visible === grapheme ? graphemeWidth(grapheme) : [...visible].length };
}

function visibleCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  const steersTerminal = code >= 0x80 && code < 0xa0;
  const reordersText = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  return steersTerminal || reordersText ? "\ufffd" : character;
}

/** Columns of one user-perceived character; Unicode's East Asian Width (UAX 11) and emoji presentation. */
function graphemeWidth(grapheme: string): number {
  const code = grapheme.codePointAt(0) ?? 0;
  if (/^[\p{Mark}\p{Format}]+$/u.test(grapheme)) return 0;
  // U+FE0F asks for the emoji form of a character that has a narrow text form too.
  if (grapheme.includes("\ufe0f") || /^\p{Emoji_Presentation}/u.test(grapheme)) return 2;
  return isWide(code) ? 2 : 1;
}

/** Blocks of East Asian Width W or F, without those that `Emoji_Presentation` covers. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2ff],
  [0x20000, 0x3fffd],
];

function isWide(code: number): boolean {
  return WIDE.some(([first, last]) => code >= first && code <= last);
}
