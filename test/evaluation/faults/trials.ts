import path from "node:path";
import ts from "typescript";
import { checkSourceFile } from "../../../plugin/hosts/typescript/checkSourceFile.js";
import { defaultOptions } from "../../../plugin/options/CheckOptions.js";
import { parseOptions } from "../../../plugin/options/parseOptions.js";
import { fixtureFiles, fixtureProgram, fixtures, sourceFileOf } from "../../fixtures/fixtureProgram.js";
import { readKnownGap, readMarkers, readOptions } from "../../fixtures/markers.js";
import { compare, nextCase, type Disagreement } from "../evaluate.js";
import { Random } from "../generate/Random.js";
import { HandwrittenPrograms } from "../handwritten/HandwrittenPrograms.js";
import { explain } from "../oracle/explain.js";
import type { Check, Checker } from "../subject/Checker.js";

/** A program on which a faulty checker is wrong, and the one without the fault is not. */
export interface Catch {
  readonly kind: Disagreement;
  /** How many programs were tried, this one included. */
  readonly programs: number;
  /** Null: a generated program. */
  readonly name: string | null;
}

/** Compares checkers with the oracle on the `batch`-th programs of a seed; batches are independent of each other. */
export function tryGenerated(
  checker: Checker,
  faulty: ReadonlyMap<string, Check>,
  seed: number,
  batch: number,
  programs: number,
): { readonly caught: ReadonlyMap<string, Catch>; readonly unmutated: readonly Disagreement[] } {
  const random = new Random(seed + batch);
  const cases = Array.from({ length: programs }, () => nextCase(random));
  const compiled = checker.compile(cases.map(({ program }) => program));
  const wrong = (check: Check): readonly (Disagreement | null)[] =>
    checker.judgeCompiled(compiled, check).map(({ answer }, index) => {
      const verdict = cases[index]?.verdict;
      const judged = verdict !== undefined && (answer === "ok" || answer === "error");
      return judged ? compare(verdict, answer) : null;
    });
  // What a rule chooses to reject is no mistake, though no path of the program is wrong.
  const isChosen = (kind: Disagreement | null, index: number): boolean => {
    const program = cases[index]?.program;
    return kind === "false-alarm" && program !== undefined && explain(program) !== null;
  };
  const unmutated = wrong(checkSourceFile);
  const caught = new Map<string, Catch>();
  for (const [name, check] of faulty) {
    const kinds = wrong(check);
    const at = kinds.findIndex((kind, index) => kind !== null && unmutated[index] === null);
    const kind = kinds[at] ?? null;
    if (kind !== null) caught.set(name, { kind, programs: batch * programs + at + 1, name: null });
  }
  return {
    caught,
    unmutated: unmutated.flatMap((kind, index) => (kind === null || isChosen(kind, index) ? [] : [kind])),
  };
}

/** A program of the project, and how each checker does on it; null: right. */
interface HandwrittenTrial {
  readonly name: string;
  readonly judge: (check: Check) => Disagreement | null;
}

/** Compares checkers with what the project's own programs say of themselves, the verdicts and the fixtures' markers. */
export function tryHandwritten(
  root: string,
  faulty: ReadonlyMap<string, Check>,
): { readonly caught: ReadonlyMap<string, Catch>; readonly programs: number } {
  const trials = [...handwrittenTrials(root), ...fixtureTrials()].filter(
    ({ judge }) => judge(checkSourceFile) === null,
  );
  const caught = new Map<string, Catch>();
  for (const [fault, check] of faulty) {
    for (const [index, { name, judge }] of trials.entries()) {
      const kind = judge(check);
      if (kind === null) continue;
      caught.set(fault, { kind, programs: index + 1, name });
      break;
    }
  }
  return { caught, programs: trials.length };
}

function handwrittenTrials(root: string): readonly HandwrittenTrial[] {
  const programs = new HandwrittenPrograms(root);
  return programs.all.map((program) => ({
    name: program.name,
    judge: (check) => compare(program.verdict, programs.rulesOf(program, check).length > 0 ? "error" : "ok"),
  }));
}

function fixtureTrials(): readonly HandwrittenTrial[] {
  const files = fixtureFiles("rules").filter((file) => !file.endsWith(".d.ts"));
  const program = fixtureProgram([...files, path.join(fixtures, "rules/world.d.ts")]);
  const checker = program.getTypeChecker();
  return files.flatMap((fileName) => {
    const file = sourceFileOf(program, fileName);
    if (readKnownGap(file.text) !== null) return [];
    const parsed = parseOptions(readOptions(file.text));
    const options = "options" in parsed ? parsed.options : defaultOptions;
    const expected = readMarkers(file.text).map(({ line, text }) => {
      const [first, second] = text.split(" ");
      return `${line} ${first === "maybe" ? second : first}`;
    });
    const judge = (check: Check): Disagreement | null => {
      const reported = check(ts, program, checker, file, options).map(
        ({ rule, at }) => `${file.getLineAndCharacterOfPosition(at.start).line + 1} ${rule}`,
      );
      if (expected.some((it) => !reported.includes(it))) return "missed";
      return reported.some((it) => !expected.includes(it)) ? "false-alarm" : null;
    };
    return [{ name: path.relative(fixtures, fileName), judge }];
  });
}
