import type ts from "typescript";
import type { DistantProgram } from "./DistantProgram.js";
import { declaresMarker, declaresMarkerIn } from "./markers.js";
import { reachAfterEdit } from "./reachAfterEdit.js";

/** Where a value can be owned at all. Nothing is asked about the rest of a program, so this must err towards too much. */
export interface AffineReach {
  /** Some part of the file is reached. */
  reaches(file: ts.SourceFile): boolean;
  /** Some expression or declaration in a statement of a file's top level may have an affine type. */
  reachesStatement(statement: ts.Statement): boolean;
  /** The files that are reached; null where all may be. */
  readonly files: ReadonlySet<ts.SourceFile> | null;
}

const nowhere: AffineReach = { reaches: () => false, reachesStatement: () => false, files: new Set() };
const everywhere: AffineReach = { reaches: () => true, reachesStatement: () => true, files: null };

const known = new WeakMap<ts.Program, AffineReach>();

export function affineReach(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
): AffineReach {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const reach = findReach(typescript, program, checker);
  known.set(program, reach);
  return reach;
}

function findReach(
  typescript: typeof ts,
  program: ts.Program & DistantProgram,
  checker: ts.TypeChecker,
): AffineReach {
  const declaring =
    program.distant?.filesWhose(declaresMarkerIn) ?? program.getSourceFiles().filter(declaresMarker);
  const markers = declaring.filter((file) => !program.isSourceFileDefaultLibrary(file));
  if (markers.length === 0) return nowhere;
  const found = reachAfterEdit(typescript, program, checker, markers);
  if (found === "everywhere") return everywhere;
  return {
    reaches: (file) => found.files.has(file),
    reachesStatement: (statement) => found.statements.has(statement),
    files: found.files,
  };
}
