import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Checker } from "../subject/Checker.js";
import { bundle, loadCheck } from "./bundle.js";
import { faults } from "./catalogue/index.js";
import { plant } from "./Fault.js";
import { tryGenerated } from "./trials.js";

const root = path.resolve(import.meta.dirname, "../../..");

describe("every fault", () => {
  it.each(faults.map((fault) => [fault.name, fault] as const))("%s: still fits its source", (_, fault) => {
    const source = readFileSync(path.join(root, fault.file), "utf8");
    expect(plant(fault, source)).not.toBe(source);
  });

  it("has a name of its own", () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  });

  it("is refused where the source has changed under it", () => {
    const fault = { name: "f", rule: "M1", file: "a.ts", by: "generated" } as const;
    const edits = [{ passage: "x();", replacement: "" }];
    expect(() => plant({ ...fault, edits }, "y();")).toThrow("found 0 times");
    expect(() => plant({ ...fault, edits }, "x(); x();")).toThrow("found 2 times");
  });
});

// All of them: `npm run evaluate:teeth`.
describe("a sample of the faults, on generated programs", () => {
  const sample = ["no back edge", "no re-initialisation", "joins keep what is moved on both paths"];
  const checker = new Checker(root);

  it.each(sample)("%s: is caught", async (name) => {
    const fault = faults.find((it) => it.name === name);
    if (fault === undefined) throw new Error(`no fault ${name}`);
    const faulty = new Map([[name, loadCheck(await bundle(root, fault))]]);
    const { caught, unmutated } = tryGenerated(checker, faulty, 20_261, 0, 60);
    expect([...caught.keys()], "wrong where the checker without the fault is right").toEqual([name]);
    expect(unmutated).toEqual([]);
  });
});
