import type ts from "typescript";
import { hintsOf, type Hint, type HintKind } from "../../core/editor/hintsOf.js";
import { ownershipAt, type OwnershipAt } from "../../core/editor/ownershipAt.js";
import type { CheckOptions } from "../../options/CheckOptions.js";
import { answerAll } from "./answerAll.js";
import { affineReach } from "./reach/affineReach.js";
import { syntaxOf } from "./syntaxOf.js";

/** The state of the place that is named at an offset of a source file; null where none is that may hold a budget. */
export function placeAt(
  typescript: typeof ts,
  program: ts.Program,
  file: ts.SourceFile,
  offset: number,
  options: CheckOptions,
): OwnershipAt | null {
  const checker = program.getTypeChecker();
  if (!affineReach(typescript, program, checker).reaches(file)) return null;
  const asking = ownershipAt(syntaxOf(typescript), file, options, offset);
  return answerAll(typescript, program, checker, file, asking, options);
}

/** The hints of a part of a source file, of those kinds that the options leave on. */
export function hintsIn(
  typescript: typeof ts,
  program: ts.Program,
  file: ts.SourceFile,
  range: { readonly start: number; readonly end: number },
  options: CheckOptions,
): readonly Hint[] {
  const checker = program.getTypeChecker();
  if (!affineReach(typescript, program, checker).reaches(file)) return [];
  const kinds = new Set(
    (["move", "borrow", "balance"] as const).filter((kind: HintKind) => options.hints[kind]),
  );
  const asking = hintsOf(syntaxOf(typescript), file, options, range, kinds);
  return answerAll(typescript, program, checker, file, asking, options);
}
