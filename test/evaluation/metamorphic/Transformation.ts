import type ts from "typescript";

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One place where a transformation can be applied. */
export interface Site {
  readonly edits: readonly Edit[];
  /** For a reader: what is changed there. */
  readonly what: string;
  /** A file that comes beside the changed one, by the end of its name. */
  readonly companion?: { readonly suffix: string; readonly text: string };
}

/** What must hold between the rules reported before and after. */
export type Law =
  /** The same rules, each as often. */
  | "same rules"
  /** An error before iff an error after; which one it is called may change with the shape of the code. */
  | "same verdict"
  | "an error stays an error"
  | "no report is added";

export interface Transformation {
  readonly name: string;
  readonly law: Law;
  /** Rules whose findings rest on what the transformation hides, balances that are known while compiling for one. */
  readonly ignores?: ReadonlySet<string>;
  sites(source: Source): readonly Site[];
}

/** A source file and what tsc knows of it. */
export interface Source {
  readonly file: ts.SourceFile;
  readonly checker: ts.TypeChecker;
}

/** The text with these edits made; they must not overlap. Of edits at one position, closing text stands before opening. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index);
  let result = "";
  let at = 0;
  for (const { edit } of ordered) {
    if (edit.start < at) throw new Error(`edits overlap at ${edit.start}`);
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Insertions around a node. */
export function around(node: ts.Node, before: string, after: string): readonly Edit[] {
  const start = node.getStart();
  return [
    { start, end: start, text: before },
    { start: node.end, end: node.end, text: after },
  ];
}
