import { createHash } from "node:crypto";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Random } from "../generate/Random.js";
import { fixtureCorpus, generatedCorpus } from "./corpora.js";
import { describeDifference } from "./describe.js";
import { explains, knownDifferences } from "./knownDifferences.js";
import { applyEdits } from "./Transformation.js";
import { Baseline, lawHolds } from "./transform.js";
import { transformations } from "./transformations/index.js";

const root = path.resolve(import.meta.dirname, "../../..");

/** One in eight, chosen by their names, so that a new fixture does not change what the others are. */
function isSampled(name: string): boolean {
  return (createHash("sha256").update(name).digest()[0] ?? 0) % 8 === 4;
}

// All of them, on more programs: `npm run evaluate:metamorphic`.
describe("changes that cannot matter, on a sample of programs", () => {
  const fixtures = fixtureCorpus();
  const sample = fixtures.subjects.filter(({ fileName }) => isSampled(path.relative(root, fileName)));
  const onFixtures = new Baseline({ ...fixtures, subjects: sample });
  const baselines = [onFixtures, new Baseline(generatedCorpus(root, 20_261, 25))];

  it.each(transformations.map((it) => [it.name, it.law, it] as const))(
    "%s: %s",
    (_name, _law, transformation) => {
      // Generated programs still differ here and there: the full run prints how.
      const unknown = onFixtures
        .try(transformation, new Random(20_261), 3)
        .differences.filter((it) => !knownDifferences.some((known) => explains(known, it)));
      expect(unknown.map(describeDifference).join("\n")).toBe("");
    },
  );

  it("each changes something there", () => {
    const changed = transformations.filter((transformation) =>
      baselines.some((baseline) => baseline.try(transformation, new Random(20_261), 3).sites > 0),
    );
    expect(changed.map(({ name }) => name)).toEqual(transformations.map(({ name }) => name));
  });
});

describe("edits", () => {
  it("are made from the first to the last, insertions at one place in their order", () => {
    const edits = [
      { start: 4, end: 5, text: "y" },
      { start: 0, end: 0, text: "(" },
      { start: 1, end: 1, text: ")" },
    ];
    expect(applyEdits("a = x;", edits)).toBe("(a) = y;");
  });

  it("may not overlap", () => {
    const edits = [
      { start: 0, end: 3, text: "" },
      { start: 2, end: 4, text: "" },
    ];
    expect(() => applyEdits("a = x;", edits)).toThrow("overlap");
  });
});

describe("laws", () => {
  it.each([
    ["same rules", ["aliasing"], ["aliasing"], true],
    ["same rules", ["aliasing"], ["double-spend"], false],
    ["same rules", ["aliasing"], ["aliasing", "aliasing"], false],
    ["same verdict", ["aliasing"], ["double-spend"], true],
    ["same verdict", ["aliasing"], [], false],
    ["an error stays an error", [], ["aliasing"], true],
    ["an error stays an error", ["aliasing"], [], false],
    ["no report is added", ["aliasing"], [], true],
    ["no report is added", [], ["aliasing"], false],
  ] as const)("%s: %j, then %j: %j", (law, before, after, holds) => {
    expect(lawHolds(law, before, after)).toBe(holds);
  });
});
