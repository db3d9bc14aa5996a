import type { SourceText } from "./SourceText.js";

/** A range of one file that a frame points at. */
export interface Annotation {
  /** UTF-16 offsets, half-open. */
  readonly start: number;
  readonly end: number;
  /** Drawn with `^`, secondary ones with `-`. */
  readonly primary: boolean;
  /** Stands beside the mark; may be empty. */
  readonly message: string;
}

/** An annotation within one line; UTF-16 offsets in that line, at least one character wide. */
export interface InlineAnnotation {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly primary: boolean;
  readonly message: string;
}

/** An annotation over several lines. */
export interface BlockAnnotation {
  readonly firstLine: number;
  readonly firstCharacter: number;
  readonly lastLine: number;
  /** UTF-16 offset in the last line of its last character. */
  readonly lastCharacter: number;
  readonly primary: boolean;
  readonly message: string;
  /** Column of the bar that joins its ends, from 0 at the left; blocks that share a line have different ones. */
  readonly depth: number;
}

export interface PlacedAnnotations {
  readonly inline: readonly InlineAnnotation[];
  readonly blocks: readonly BlockAnnotation[];
}

/** Finds the lines of annotations, and tells those within a line from those that span several. */
export function placeAnnotations(source: SourceText, annotations: readonly Annotation[]): PlacedAnnotations {
  const inline: InlineAnnotation[] = [];
  const blocks: BlockAnnotation[] = [];
  const ordered = mergeSameRange(annotations).toSorted((a, b) => a.start - b.start || b.end - a.end);
  for (const { start, end, primary, message } of ordered) {
    const first = source.position(start);
    const last = source.position(Math.max(start, end - 1));
    if (first.line === last.line) {
      inline.push({
        line: first.line,
        start: first.character,
        end: last.character + 1,
        primary,
        message,
      });
      continue;
    }
    const taken = blocks.filter((block) => block.lastLine >= first.line).map(({ depth }) => depth);
    let depth = 0;
    while (taken.includes(depth)) depth++;
    blocks.push({
      firstLine: first.line,
      firstCharacter: first.character,
      lastLine: last.line,
      lastCharacter: last.character,
      primary,
      message,
      depth,
    });
  }
  return { inline, blocks };
}

/**
 * Annotations of the very same range become one. A secondary one has more to say than the primary mark, whose text only
 * repeats the header: in a loop the use and the move are the same expression.
 */
function mergeSameRange(annotations: readonly Annotation[]): readonly Annotation[] {
  const byRange = new Map<string, Annotation[]>();
  for (const annotation of annotations) {
    const range = `${annotation.start}:${annotation.end}`;
    byRange.set(range, [...(byRange.get(range) ?? []), annotation]);
  }
  return [...byRange.values()]
    .map((group) => {
      const [first, ...others] = group;
      if (first === undefined || others.length === 0) return group;
      const secondary = group.filter(({ primary }) => !primary).map(({ message }) => message);
      const messages = secondary.length > 0 ? secondary : group.map(({ message }) => message);
      return [
        {
          ...first,
          primary: group.some(({ primary }) => primary),
          message: [...new Set(messages)].join("; "),
        },
      ];
    })
    .flat();
}
