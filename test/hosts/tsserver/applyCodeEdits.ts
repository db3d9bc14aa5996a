import type { server } from "typescript";

/** The text after edits that tsserver answers with; lines and columns from 1. */
export function applyCodeEdits(text: string, edits: readonly server.protocol.CodeEdit[]): string {
  const lines = text.split("\n");
  const offsetOf = ({ line, offset }: server.protocol.Location): number =>
    lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, offset - 1);
  let result = text;
  for (const { start, end, newText } of edits.toSorted((a, b) => offsetOf(b.start) - offsetOf(a.start)))
    result = result.slice(0, offsetOf(start)) + newText + result.slice(offsetOf(end));
  return result;
}
