import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { rules } from "../../../plugin/core/catalogue/index.js";
import { keyOf, packages } from "./packages.js";
import { labelTable, readLabels, verdicts } from "./labels.js";

const root = path.resolve(import.meta.dirname, "../../..");
const { labels, population } = readLabels(root);

describe("the labels of the reports on real code", () => {
  it("are 60, each with a package that is run, a position, a rule, a verdict and a reason", () => {
    const known = new Set(packages.map(keyOf));
    const names = new Set<string>(rules.map(({ name }) => name));
    expect(labels).toHaveLength(60);
    for (const label of labels) {
      expect(known).toContain(label.package);
      expect(label.file).toMatch(/\.[mc]?tsx?$/);
      expect(label.line).toBeGreaterThan(0);
      expect(names).toContain(label.rule);
      expect(verdicts).toContain(label.verdict);
      expect(label.reason.length).toBeGreaterThan(20);
    }
  });

  it("are chosen from all rules that reported anything, and are no more than the reports", () => {
    for (const [rule, reports] of Object.entries(population)) {
      const read = labels.filter((label) => label.rule === rule).length;
      expect(read).toBeGreaterThan(0);
      expect(read).toBeLessThanOrEqual(reports);
    }
    expect(new Set(labels.map(({ rule }) => rule))).toEqual(new Set(Object.keys(population)));
  });

  it("name the fixture of every false report that was mended", () => {
    for (const { mendedBy, verdict } of labels) {
      if (mendedBy === undefined) continue;
      expect(verdict).toBe("false");
      expect(existsSync(path.join(root, mendedBy)), mendedBy).toBe(true);
    }
  });

  it("give the figures of docs/evaluation.md", () => {
    const doc = readFileSync(path.join(root, "docs/evaluation.md"), "utf8");
    const rows = doc
      .split("\n")
      .filter((line) => line.startsWith("|"))
      .map((line) =>
        line
          .slice(1, -1)
          .split("|")
          .map((cell) => cell.trim()),
      );
    for (const row of labelTable({ seed: 1, labels, population })) expect(rows).toContainEqual(row);
  });
});
