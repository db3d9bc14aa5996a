import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import ts from "typescript";
import { describe, expect, it } from "vitest";

import { checkSourceFile } from "../../plugin/hosts/typescript/checkSourceFile.js";
import { defaultOptions } from "../../plugin/options/CheckOptions.js";
import { useModelServer } from "../adapters/support/server/useModelServer.js";
import { fixtureProgram, ownDiagnostics, sourceFileOf } from "../fixtures/fixtureProgram.js";
import { readMarkers, type Report, writeMarkers } from "../fixtures/markers.js";
import { reportsOf } from "../fixtures/reportsOf.js";
import { clusters, folder, load, programs } from "./programs.js";
import { readmeOf, type Result } from "./readme.js";
import { runGuarded, runWithout } from "./runIncident.js";

const update = process.env["UPDATE"] === "1";

it("has at least two programs for each of the eight clusters", () => {
  for (const cluster of Object.keys(clusters)) {
    expect(programs.filter((program) => program.cluster === cluster).length).toBeGreaterThanOrEqual(2);
  }
  expect(Object.keys(clusters)).toEqual(expect.arrayContaining(programs.map(({ cluster }) => cluster)));
});

describe("the incidents", () => {
  const checked = fixtureProgram(programs.map(({ file }) => file));
  const results: Result[] = [];
  const server = useModelServer();

  it.each(programs)("$name", async (program) => {
    const file = sourceFileOf(checked, program.file);
    expect(ownDiagnostics(checked, file), "TypeScript itself accepts it").toEqual([]);
    const findings = checkSourceFile(ts, checked, checked.getTypeChecker(), file, defaultOptions);
    const reports = reportsOf(file, findings);
    if (update) writeFileSync(program.file, writeMarkers(file.text, reports));
    else expect(sorted(reports)).toEqual(sorted(readMarkers(file.text)));

    const module = await load(program);
    const { incident } = module;
    const without = await runWithout(server, module);
    expect(without.billed, "over the cap without us").toBeGreaterThan(incident.cap);

    const guarded = await runGuarded(server, module);
    expect(guarded.charged).toBeLessThanOrEqual(incident.cap);
    switch (incident.bound) {
      case "cap":
        expect(guarded.billed).toBeLessThanOrEqual(guarded.charged);
        expect(guarded.uncovered).toBe(0);
        break;
      case "cap and one reply":
        expect(guarded.billed).toBe(guarded.charged + guarded.uncovered);
        expect(guarded.uncovered).toBeGreaterThan(0);
        expect(guarded.uncovered).toBeLessThan(guarded.lastReply);
    }
    const rules = [...new Set(findings.map(({ rule }) => rule))];
    results.push({ program, incident, without, guarded, rules });
  });

  it("are listed in the README, with what was measured", async () => {
    const readme = path.join(folder, "README.md");
    const text = await readmeOf(results);
    if (update) writeFileSync(readme, text);
    else expect(readFileSync(readme, "utf8")).toBe(text);
  });
});

function sorted(reports: readonly Report[]): readonly string[] {
  return [...reports].sort((a, b) => a.line - b.line).map(({ line, text }) => `${line}: ${text}`);
}
