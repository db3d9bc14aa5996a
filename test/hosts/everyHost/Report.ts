import { readFileSync } from "node:fs";
import path from "node:path";

/** A part of a file's text, by offsets. */
export interface FileSpan {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A report as any host may tell it: its rule's code, where it is, and the places that explain it. */
export interface Report {
  readonly code: number;
  readonly at: FileSpan;
  readonly related: readonly FileSpan[];
}

/** Lines and columns from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One line for each report, in order; files are named from the folder. */
export function linesOf(reports: readonly Report[], folder: string): readonly string[] {
  const shown = ({ file, start, end }: FileSpan): string => {
    // Each compiler comes with its own library, and says something else at each offset.
    if (/[\\/]lib\.[\w.]+\.d\.ts$/.test(file)) return path.basename(file);
    return `${path.relative(folder, file)} ${String(start)}-${String(end)}`;
  };
  return reports
    .map(({ code, at, related }) => `${shown(at)} TS${String(code)} <- ${related.map(shown).join(", ")}`)
    .sort();
}

/** What the compiler itself reports is left to it. */
export function isOurs({ code }: { readonly code: number }): boolean {
  return code >= 71_000 && code < 71_100;
}

/** Offsets of positions in files on the disk, each read once. */
export class Offsets {
  readonly #starts = new Map<string, readonly number[]>();

  span(file: string, start: Position, end: Position): FileSpan {
    return { file, start: this.#offset(file, start), end: this.#offset(file, end) };
  }

  #offset(file: string, { line, column }: Position): number {
    let starts = this.#starts.get(file);
    if (starts === undefined) {
      const text = readFileSync(file, "utf8");
      starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((match) => match.index + match[0].length)];
      this.#starts.set(file, starts);
    }
    return (starts[line - 1] ?? NaN) + column - 1;
  }
}
