import type ts from "typescript";

const directive = /@ts-(?:expect-error|ignore)\b/g;
/** As TypeScript's scanner recognises them, from the opening of the comment on. */
const lineComment = /\/\/\/?[^\S\r\n]*@ts-(?:expect-error|ignore)\b/y;
const lastLineOfBlock = /^(?:\/|\*)*\s*@ts-(?:expect-error|ignore)\b/;

export interface CommentDirective {
  readonly range: ts.TextRange;
}

/**
 * `@ts-expect-error` and `@ts-ignore` in comments, which TypeScript 7 keeps to itself: what looks like one in the text, and
 * stands in no string, template, regular expression or JSX text.
 */
export function commentDirectives(
  file: ts.SourceFile,
  isText: (node: ts.Node) => boolean,
): CommentDirective[] {
  const { text } = file;
  const found: CommentDirective[] = [];
  for (const match of text.matchAll(directive)) {
    const range = commentAround(text, match.index);
    if (range !== null && !isInside(file, match.index, isText)) found.push({ range });
  }
  return found;
}

function commentAround(text: string, at: number): ts.TextRange | null {
  const lineStart = text.lastIndexOf("\n", at) + 1;
  const lineEnd = text.indexOf("\n", at);
  const end = lineEnd < 0 ? text.length : lineEnd;
  const slashes = text.lastIndexOf("//", at);
  if (slashes >= lineStart) {
    for (const start of slashes > lineStart && text[slashes - 1] === "/"
      ? [slashes - 1, slashes]
      : [slashes]) {
      lineComment.lastIndex = start;
      if (lineComment.test(text) && lineComment.lastIndex > at) return { pos: start, end };
    }
  }
  // Of a block comment only the last line counts.
  const close = text.indexOf("*/", at);
  if (close < 0 || close > end) return null;
  const open = text.lastIndexOf("/*", at);
  if (open < 0 || text.indexOf("*/", open) !== close) return null;
  const line = text.slice(Math.max(open, lineStart), close).trimStart();
  return lastLineOfBlock.test(line) ? { pos: open, end: close + 2 } : null;
}

function isInside(file: ts.SourceFile, at: number, isText: (node: ts.Node) => boolean): boolean {
  for (let node: ts.Node | undefined = file; node !== undefined;) {
    if (isText(node)) return node.getStart() <= at;
    node = node.forEachChild((child) => (child.pos <= at && at < child.end ? child : undefined));
  }
  return false;
}

/** What the last `@ts-check` or `@ts-nocheck` in the comments before the first token says. */
export function checkDirective(file: ts.SourceFile): { readonly enabled: boolean } | undefined {
  if (!file.text.includes("@ts-check") && !file.text.includes("@ts-nocheck")) return undefined;
  const first = file.statements[0] ?? file.endOfFileToken;
  const leading = file.text.slice(0, first.getStart()).replace(/\/\*[^]*?\*\//g, "");
  const said = [...leading.matchAll(/^[^\S\r\n]*\/\/\/?\s*@ts-(no)?check\b/gm)].at(-1);
  return said && { enabled: said[1] === undefined };
}
