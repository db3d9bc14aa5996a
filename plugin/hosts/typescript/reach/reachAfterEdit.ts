import type ts from "typescript";
import { makeupOf, type Makeup } from "../incremental/makeup.js";
import { footprintOf } from "./footprintOf.js";
import { nameReach, type NameReach } from "./nameReach.js";

interface Latest {
  readonly makeup: Makeup;
  readonly found: NameReach | "everywhere";
  /** The file that was edited last. */
  readonly edited: Edited | null;
}

interface Edited {
  readonly index: number;
  readonly file: ts.SourceFile;
  readonly names: ReadonlySet<string>;
  readonly footprint: string | null;
}

/** What was found in the last version of a program, by what its imports mean, which is handed on from one to the next. */
const latest = new WeakMap<object, Latest>();

/**
 * What affine types reach in a program. An editor makes a new one at each keystroke: where that has changed nothing that the
 * search reads, its outcome is taken over from the program before.
 */
export function reachAfterEdit(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
  markers: readonly ts.SourceFile[],
): NameReach | "everywhere" {
  const search = (): NameReach | "everywhere" => nameReach(typescript, program, checker, markers);
  const makeup = makeupOf(program);
  if (makeup === null) return search();
  const before = latest.get(makeup.resolvedModules);
  const index = before === undefined ? null : onlyChange(before.makeup, makeup);
  const file = index === null ? undefined : program.getSourceFiles()[index];
  if (before === undefined || index === null || file === undefined) {
    const found = search();
    latest.set(makeup.resolvedModules, { makeup, found, edited: null });
    return found;
  }
  const known = before.edited?.index === index ? before.edited : null;
  const isSame =
    known !== null &&
    known.footprint !== null &&
    known.footprint === footprintOf(typescript, file, known.names);
  const found = isSame ? takeOver(before.found, known.file, file) : search();
  const names = (found === "everywhere" ? undefined : found.names.get(file)) ?? new Set();
  const footprint = isSame ? known.footprint : footprintOf(typescript, file, names);
  latest.set(makeup.resolvedModules, { makeup, found, edited: { index, file, names, footprint } });
  return found;
}

/** The number of the one file that is another version; null if that is not all. */
function onlyChange(before: Makeup, now: Makeup): number | null {
  if (before.options !== now.options || before.files.length !== now.files.length) return null;
  const changed = now.files.flatMap((file, index) => (file === before.files[index] ? [] : [index]));
  return changed.length === 1 ? (changed[0] ?? null) : null;
}

function takeOver(
  found: NameReach | "everywhere",
  before: ts.SourceFile,
  file: ts.SourceFile,
): NameReach | "everywhere" {
  if (found === "everywhere") return found;
  const files = new Set(found.files);
  if (files.delete(before)) files.add(file);
  const statements = new Set(found.statements);
  const reached = before.statements.map((statement) => statements.delete(statement));
  for (const [index, statement] of file.statements.entries())
    if (reached[index] === true) statements.add(statement);
  const names = new Map(found.names);
  const followed = names.get(before);
  names.delete(before);
  if (followed !== undefined) names.set(file, followed);
  return { files, statements, names };
}
