import type ts from "typescript";
import { checkFile } from "../../../core/checkFile.js";
import type { Finding } from "../../../core/findings.js";
import type { CheckOptions } from "../../../options/CheckOptions.js";
import { answerAll, assumptionsAbout } from "../answerAll.js";
import type { Check } from "../Check.js";
import { withMints } from "../checkSourceFile.js";
import { affineReach } from "../reach/affineReach.js";
import type { InternalSourceFile } from "../reach/InternalSourceFile.js";
import { syntaxOf } from "../syntaxOf.js";
import { editWithinBody, snapshotOf, type FileSnapshot } from "./FileSnapshot.js";
import { shiftFinding } from "./shiftFinding.js";
import { differOnlyIn, makeupOf, type Makeup } from "./makeup.js";

interface Kept {
  readonly snapshot: FileSnapshot;
  readonly makeup: Makeup;
  /** Of the statements in turn. */
  readonly reached: readonly boolean[];
}

/**
 * `checkSourceFile` for a host that checks one version of a program after another. If all that has changed since a file was
 * checked is one body that decides nothing outside of it, only the statement with that body is checked again, and the findings
 * in all others are kept. They hang on the edited body by nothing else than
 *
 * - types: it is the body of a function that says what it returns (`hiddenBodies`);
 * - variables of the module: it names none that could be changed (`moduleVariables`), and nothing at module level is owned;
 * - what can be owned at all: the same statements are reached;
 * - generics that it makes affine (T9): nothing in the program is.
 */
export function createRecheck(): Check {
  const kept = new Map<string, Kept>();

  return (typescript, program, checker, file, options) => {
    const reach = affineReach(typescript, program, checker);
    if (!reach.reaches(file)) {
      kept.delete(file.fileName);
      return [];
    }
    const reached = file.statements.map((statement) => reach.reachesStatement(statement));
    const makeup = makeupOf(program);
    const known = kept.get(file.fileName);
    kept.delete(file.fileName);
    const isComparable =
      known !== undefined &&
      makeup !== null &&
      known.snapshot.options === options &&
      differOnlyIn(file, known.makeup, makeup) &&
      known.reached.length === reached.length &&
      known.reached.every((each, index) => each === reached[index]);
    const again = isComparable ? afterEdit(typescript, program, checker, file, known.snapshot) : null;
    const checked = again ?? check(typescript, program, checker, file, options, file.statements);
    if (makeup !== null && checked.isDivisible && isOwnScope(typescript, file)) {
      const snapshot = snapshotOf(typescript, file, options, checked.findings);
      kept.set(file.fileName, { snapshot, makeup, reached });
    }
    return withMints(typescript, program, checker, file, options, checked.findings);
  };
}

interface Checked {
  readonly findings: readonly Finding[];
  /** What is found in a statement does not hang on the others. */
  readonly isDivisible: boolean;
}

function afterEdit(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  before: FileSnapshot,
): Checked | null {
  const edit = editWithinBody(typescript, before, file);
  if (edit === null) return null;
  const { statement, replacement } = edit;
  const { findings, isDivisible } = check(typescript, program, checker, file, before.options, [statement]);
  if (!isDivisible) return null;
  const isIn = ({ start }: Finding["at"], { pos, end }: ts.TextRange): boolean => pos <= start && start < end;
  const edited = { pos: statement.pos, end: statement.end - replacement.newEnd + replacement.oldEnd };
  const others = before.findings
    .filter(({ at }) => !isIn(at, edited))
    .map((finding) => shiftFinding(finding, replacement));
  if (!others.every((finding) => finding !== null)) return null;
  const all = [...others, ...findings.filter(({ at }) => isIn(at, statement))];
  return { findings: all.sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end), isDivisible };
}

function check(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  options: CheckOptions,
  statements: readonly ts.Statement[],
): Checked {
  const asking = checkFile(syntaxOf(typescript), file, options);
  const found = answerAll(typescript, program, checker, file, asking, options, statements);
  return {
    findings: found.findings,
    isDivisible: !found.holdsAtModuleLevel && assumptionsAbout(checker) === 0,
  };
}

/** A module, and not by what stands in some body, such as `import.meta`. */
function isOwnScope(
  typescript: typeof ts,
  { externalModuleIndicator: indicator }: InternalSourceFile,
): boolean {
  return typeof indicator === "object" ? typescript.isSourceFile(indicator.parent) : indicator === true;
}
