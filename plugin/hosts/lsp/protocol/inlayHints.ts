import type ts from "typescript";
import { InlayHintKind, type InlayHint, type Range } from "vscode-languageserver/node";
import { hintText } from "../../../core/report/ownershipText.js";
import { hintsIn } from "../../typescript/editorFacts.js";
import type { ProjectState } from "../Engine.js";
import { offsetIn, positionIn } from "./positions.js";

/** The hints in a range of a document, of those kinds that the project's options leave on. */
export function inlayHintsIn(
  { typescript, program, options }: ProjectState,
  file: ts.SourceFile,
  range: Range,
): InlayHint[] {
  const span = { start: offsetIn(file, range.start), end: offsetIn(file, range.end) };
  return hintsIn(typescript, program, file, span, options).map((hint) => {
    const label = hintText(hint);
    return hint.kind === "balance"
      ? { position: positionIn(file, hint.at.end), label, kind: InlayHintKind.Type, paddingLeft: true }
      : {
          position: positionIn(file, hint.at.start),
          label,
          kind: InlayHintKind.Parameter,
          paddingRight: true,
        };
  });
}
