import type ts from "typescript";
import type { Random } from "../generate/Random.js";
import { Compiler, isAccepted, rulesOf, sourceFile } from "./Compiler.js";
import type { Corpus, Subject } from "./corpora.js";
import { applyEdits, type Law, type Site, type Transformation } from "./Transformation.js";

export interface Difference {
  readonly transformation: Transformation;
  readonly subject: Subject;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** The sites that suffice for it. */
  readonly what: readonly string[];
  readonly text: string;
}

export interface Outcome {
  readonly transformation: Transformation;
  /** Programs that were changed somewhere, and at how many places. */
  readonly programs: number;
  readonly sites: number;
  /** Left out: tsc rejects what came of them. */
  readonly untyped: number;
  readonly differences: readonly Difference[];
}

/** A corpus as it is, with the rules that the checker reports for each program. */
export class Baseline {
  readonly #compiler = new Compiler();
  readonly #corpus: Corpus;
  readonly #program: ts.Program;
  readonly #rules: ReadonlyMap<Subject, readonly string[]>;

  constructor(corpus: Corpus) {
    this.#corpus = corpus;
    this.#program = this.#compile(new Map(corpus.subjects.map(({ fileName, text }) => [fileName, text])));
    this.#rules = new Map(
      corpus.subjects.flatMap((subject) => {
        const file = sourceFile(this.#program, subject.fileName);
        return isAccepted(this.#program, file)
          ? [[subject, rulesOf(this.#program, file, subject.options)]]
          : [];
      }),
    );
  }

  /** Applies a transformation at up to `most` places of each program, and compares. */
  try(transformation: Transformation, random: Random, most: number): Outcome {
    const changes = [...this.#rules.keys()].flatMap((subject): readonly Change[] => {
      const file = sourceFile(this.#program, subject.fileName);
      const all = transformation.sites({ file, checker: this.#program.getTypeChecker() });
      const sites = choose(all, random, most);
      return sites.length === 0 ? [] : [{ subject, sites }];
    });
    const after = this.#rulesAfter(changes);
    const differences = changes.flatMap((change, index) => {
      const rules = after[index];
      return rules === null || rules === undefined || this.#holds(transformation, change, rules)
        ? []
        : [this.#reduce(transformation, change, rules)];
    });
    return {
      transformation,
      programs: changes.length,
      sites: changes.reduce((sum, { sites }) => sum + sites.length, 0),
      untyped: after.filter((rules) => rules === null).length,
      differences,
    };
  }

  /** One site is enough for most differences. */
  #reduce(transformation: Transformation, change: Change, rules: readonly string[]): Difference {
    const { subject } = change;
    for (const site of change.sites) {
      const single = { subject, sites: [site] };
      const [after] = this.#rulesAfter([single]);
      if (after === null || after === undefined || this.#holds(transformation, single, after)) continue;
      return this.#difference(transformation, single, after);
    }
    return this.#difference(transformation, change, rules);
  }

  #difference(
    transformation: Transformation,
    { subject, sites }: Change,
    after: readonly string[],
  ): Difference {
    const before = this.#rules.get(subject) ?? [];
    const text = changed(subject, sites);
    return { transformation, subject, before, after, what: sites.map(({ what }) => what), text };
  }

  #holds({ law, ignores }: Transformation, { subject }: Change, after: readonly string[]): boolean {
    const counts = (rules: readonly string[]): readonly string[] =>
      rules.filter((rule) => ignores?.has(rule) !== true);
    return lawHolds(law, counts(this.#rules.get(subject) ?? []), counts(after));
  }

  /** Null where tsc rejects the changed program. */
  #rulesAfter(changes: readonly Change[]): readonly (readonly string[] | null)[] {
    const texts = new Map<string, string>();
    for (const { subject, sites } of changes) {
      texts.set(subject.fileName, changed(subject, sites));
      for (const { name, text } of companions(subject, sites)) texts.set(name, text);
    }
    const program = this.#compile(texts);
    return changes.map(({ subject, sites }) => {
      const names = [subject.fileName, ...companions(subject, sites).map(({ name }) => name)];
      const files = names.map((name) => sourceFile(program, name));
      if (!files.every((file) => isAccepted(program, file))) return null;
      return files.flatMap((file) => rulesOf(program, file, subject.options)).sort();
    });
  }

  #compile(texts: ReadonlyMap<string, string>): ts.Program {
    return this.#compiler.compile(texts, this.#corpus.globals);
  }
}

interface Change {
  readonly subject: Subject;
  readonly sites: readonly Site[];
}

function changed({ text }: Subject, sites: readonly Site[]): string {
  return applyEdits(
    text,
    sites.flatMap(({ edits }) => edits),
  );
}

function companions(
  { fileName }: Subject,
  sites: readonly Site[],
): readonly { readonly name: string; readonly text: string }[] {
  return sites.flatMap(({ companion }) =>
    companion === undefined
      ? []
      : [{ name: fileName.replace(/\.ts$/, companion.suffix), text: companion.text }],
  );
}

export function lawHolds(law: Law, before: readonly string[], after: readonly string[]): boolean {
  switch (law) {
    case "same rules":
      return before.join() === after.join();
    case "same verdict":
      return before.length > 0 === after.length > 0;
    case "an error stays an error":
      return before.length === 0 || after.length > 0;
    case "no report is added":
      return after.length <= before.length;
  }
}

/** Sites that do not overlap, at random. */
function choose(sites: readonly Site[], random: Random, most: number): readonly Site[] {
  const pool = [...sites];
  const chosen: Site[] = [];
  while (pool.length > 0 && chosen.length < most) {
    const [site] = pool.splice(random.below(pool.length), 1);
    if (site !== undefined && !chosen.some((other) => overlap(site, other))) chosen.push(site);
  }
  return chosen.sort((a, b) => (a.edits[0]?.start ?? 0) - (b.edits[0]?.start ?? 0));
}

/** A renaming is many small edits; the others stand in one stretch, and may not nest. */
function overlap(a: Site, b: Site): boolean {
  if (a.edits.length > 2 || b.edits.length > 2) {
    return a.edits.some((x) => b.edits.some((y) => x.start < y.end && y.start < x.end));
  }
  const start = (site: Site): number => Math.min(...site.edits.map((edit) => edit.start));
  const end = (site: Site): number => Math.max(...site.edits.map((edit) => edit.end));
  return start(a) <= end(b) && start(b) <= end(a);
}
