import type ts from "typescript";
import type { Position, Range } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";

const documents = new WeakMap<ts.SourceFile, TextDocument>();

/** Lines as the protocol counts them: TypeScript ends one at U+2028 too. */
function documentOf(file: ts.SourceFile): TextDocument {
  let document = documents.get(file);
  if (document === undefined) {
    document = TextDocument.create(file.fileName, "typescript", 0, file.text);
    documents.set(file, document);
  }
  return document;
}

export function positionIn(file: ts.SourceFile, offset: number): Position {
  return documentOf(file).positionAt(offset);
}

export function rangeIn(file: ts.SourceFile, start: number, end: number): Range {
  return { start: positionIn(file, start), end: positionIn(file, end) };
}

export function offsetIn(file: ts.SourceFile, position: Position): number {
  return documentOf(file).offsetAt(position);
}
