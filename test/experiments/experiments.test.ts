import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { useModelServer } from "../adapters/support/server/useModelServer.js";
import { experiments } from "./experiments/index.js";
import { readOptions } from "./options.js";

const root = path.resolve(import.meta.dirname, "../..");

describe("a small sample of the experiments", () => {
  const server = useModelServer();

  it.each(experiments)("$name: $title", { timeout: 300_000 }, async (experiment) => {
    const setting = { root, server, runs: 2, manyRuns: 3, progress: () => undefined };
    const { tables, claims } = await experiment.run(setting);
    expect(claims.filter(({ holds }) => !holds)).toEqual([]);
    expect(claims.length).toBeGreaterThan(0);
    for (const { columns, rows } of tables) {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toHaveLength(columns.length);
    }
  });
});

describe("the record of a whole run", () => {
  const file = path.join(root, "docs/experiments.md");

  it("has every experiment, and no claim that does not hold", () => {
    expect(existsSync(file)).toBe(true);
    const record = readFileSync(file, "utf8");
    const headings = [...record.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(headings).toEqual(experiments.map(({ title }) => title));
    expect(record).not.toContain("Did not hold");
  });
});

describe("the command line", () => {
  it("runs what it is told to, as often as it is told to", () => {
    expect(readOptions(["--runs", "3", "--only", "peers"])).toEqual({
      runs: 3,
      manyRuns: 1_000,
      only: ["peers"],
      record: null,
    });
  });

  it.each([[["--only", "nothing"]], [["--runs", "0"]], [["--record", "x.md", "--only", "peers"]]])(
    "rejects %s",
    (args) => {
      expect(() => readOptions(args)).toThrow();
    },
  );
});
