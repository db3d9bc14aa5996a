import type ts from "typescript";
import { declaresMarker } from "./markers.js";
import { reachAfterEdit } from "./reachAfterEdit.js";

/** Where a value can be owned at all. Nothing is asked about the rest of a program, so this must err towards too much. */
export interface AffineReach {
  /** Some part of the file is reached. */
  reaches(file: ts.SourceFile): boolean;
  /** Some expression or declaration in a statement of a file's top level may have an affine type. */
  reachesStatement(statement: ts.Statement): boolean;
}

const nowhere: AffineReach = { reaches: () => false, reachesStatement: () => false };
const everywhere: AffineReach = { reaches: () => true, reachesStatement: () => true };

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

function findReach(typescript: typeof ts, program: ts.Program, checker: ts.TypeChecker): AffineReach {
  const markers = program
    .getSourceFiles()
    .filter((file) => declaresMarker(file) && !program.isSourceFileDefaultLibrary(file));
  if (markers.length === 0) return nowhere;
  const found = reachAfterEdit(typescript, program, checker, markers);
  if (found === "everywhere") return everywhere;
  return {
    reaches: (file) => found.files.has(file),
    reachesStatement: (statement) => found.statements.has(statement),
  };
}
