import type ts from "typescript";
import { MarkupKind, type Hover, type Position } from "vscode-languageserver/node";
import { ownershipText } from "../../../core/report/ownershipText.js";
import { placeAt } from "../../typescript/editorFacts.js";
import type { ProjectState } from "../Engine.js";
import { offsetIn, positionIn, rangeIn } from "./positions.js";

/** The state of the place that one points at; null where nothing is owned. */
export function hoverAt(
  { typescript, program, options }: ProjectState,
  file: ts.SourceFile,
  position: Position,
): Hover | null {
  const state = placeAt(typescript, program, file, offsetIn(file, position), options);
  if (state === null) return null;
  const sentences = ownershipText(state, ({ start }) => positionIn(file, start).line + 1);
  const value = `**ownership**: ${sentences.join("; ")}`;
  return {
    contents: { kind: MarkupKind.Markdown, value },
    range: rangeIn(file, state.at.start, state.at.end),
  };
}
