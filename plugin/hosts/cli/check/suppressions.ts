import type ts from "typescript";

interface InternalSourceFile extends ts.SourceFile {
  /** `@ts-expect-error` and `@ts-ignore`, found by TypeScript's scanner. */
  readonly commentDirectives?: readonly { readonly range: ts.TextRange }[];
  readonly checkJsDirective?: { readonly enabled: boolean };
}

/**
 * Whether a comment excuses a report at this offset, by tsc's own rules (section 9, item 7): a directive on a line
 * before, with nothing but blank lines and `//` comments in between, or `@ts-nocheck` for the whole file.
 */
export function suppressions(file: ts.SourceFile): (offset: number) => boolean {
  const { commentDirectives, checkJsDirective }: InternalSourceFile = file;
  if (checkJsDirective?.enabled === false) return () => true;
  const lineOf = (offset: number): number => file.getLineAndCharacterOfPosition(offset).line;
  const directives = new Set((commentDirectives ?? []).map(({ range }) => lineOf(range.end)));
  if (directives.size === 0) return () => false;

  const starts = file.getLineStarts();
  return (offset) => {
    for (let line = lineOf(offset) - 1; line >= 0; line--) {
      if (directives.has(line)) return true;
      const text = file.text.slice(starts[line], starts[line + 1]).trim();
      if (text !== "" && !text.startsWith("//")) return false;
    }
    return false;
  };
}
