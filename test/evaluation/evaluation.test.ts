import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { evaluate, exactOnly, tasksOf } from "./evaluate.js";
import type { Evaluation } from "./Evaluation.js";
import { describeDisagreements } from "./disagreements.js";
import { Checker } from "./subject/Checker.js";
import { table } from "./table.js";

const root = path.resolve(import.meta.dirname, "../..");
const checker = new Checker(root);
const freshSeed = Math.floor(Math.random() * 2 ** 31);

// The fixed seed is none of those that were used while developing.
describe.each([
  ["the fixed seed", 20_261, 500],
  ["a fresh seed", freshSeed, 100],
])("generated programs, %s", (_, seed, programs) => {
  let evaluation: Evaluation;
  let details = "";

  beforeAll(() => {
    evaluation = evaluate(checker, exactOnly, tasksOf(programs, seed));
    details = describeDisagreements(evaluation, checker, 1);
    console.info(`${table(evaluation, `seed ${seed}`)}\n${details}`);
  });

  it("holds right and wrong programs", () => {
    const { total } = evaluation;
    expect(total.errors).toBeGreaterThan(total.programs / 3);
    expect(total.errors).toBeLessThan((total.programs * 2) / 3);
  });

  it("the checker misses no error, and raises no false alarm but those that a rule chooses", () => {
    expect(evaluation.found.length, `seed ${seed}\n${details}`).toBe(0);
  });
});
