import path from "node:path";
import type { Span } from "../../../core/findings.js";
import { SourceText } from "../../../core/report/frame/SourceText.js";
import type { CheckResult } from "../check/CheckResult.js";

/** Lines and columns count from 1, columns in UTF-16 code units; the end is exclusive. */
export interface Location {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

export interface Position {
  readonly line: number;
  readonly column: number;
  /** UTF-16 code units from the start of the file. */
  readonly offset: number;
}

export interface Locator {
  readonly sourceOf: (file: string) => SourceText;
  readonly locate: (span: Span) => Location;
}

/** Resolves spans of a result. @param base directory that file names in output are relative to */
export function locator({ sources }: CheckResult, base: string): Locator {
  const texts = new Map<string, SourceText>();
  const sourceOf = (file: string): SourceText => {
    let source = texts.get(file);
    if (source === undefined)
      texts.set(file, (source = new SourceText(relative(base, file), sources.get(file) ?? "")));
    return source;
  };
  const position = (source: SourceText, offset: number): Position => {
    const { line, character } = source.position(offset);
    return { line: line + 1, column: character + 1, offset };
  };
  return {
    sourceOf,
    locate({ file, start, end }) {
      const source = sourceOf(file);
      return { file: source.displayName, start: position(source, start), end: position(source, end) };
    },
  };
}

function relative(base: string, file: string): string {
  return path.relative(base, file).replaceAll(path.sep, "/");
}
