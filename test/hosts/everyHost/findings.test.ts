import path from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { checkFiles } from "../../../plugin/hosts/cli/check/checkProgram.js";
import type { CheckReport } from "../../../plugin/hosts/cli/check/CheckResult.js";
import { createProjectProgram } from "../../../plugin/hosts/cli/project/createProjectProgram.js";
import { pluginOptions } from "../../../plugin/hosts/cli/project/pluginOptions.js";
import { readProjects } from "../../../plugin/hosts/cli/project/readProjects.js";
import { installedToolchain, type Toolchain, type TypeScriptPackage } from "../toolchains.js";
import { fixtureNames, writeFixtureProject } from "./FixtureProject.js";
import { byCheck, byLanguageServer, byTspc, byTsserver } from "./hosts.js";
import { linesOf, type Report } from "./Report.js";

/**
 * One project of many fixtures, through each host and compiler that people use: the same rules at the same places, with the
 * same places to explain them. Of what is found `test/fixtures` shows that it is what the rules say.
 */
type Host = (toolchain: Toolchain, folder: string) => Promise<readonly Report[]>;

const tspc: Host = byTspc;
const tsserver: Host = byTsserver;
const check: Host = (_, folder) => byCheck("typescript", folder);
const languageServer: Host = (_, folder) => byLanguageServer(folder);

interface Case {
  readonly host: string;
  readonly by: Host;
  readonly version: string;
  readonly installed: TypeScriptPackage;
  /** A compiler has no channel for suggestions. */
  readonly withoutSuggestions?: true;
}

const cases: readonly Case[] = [
  { host: "tspc", by: tspc, version: "5.4", installed: "ts54", withoutSuggestions: true },
  { host: "tspc", by: tspc, version: "5.9", installed: "ts59", withoutSuggestions: true },
  { host: "tspc", by: tspc, version: "6.0", installed: "typescript", withoutSuggestions: true },
  { host: "tsserver", by: tsserver, version: "5.9", installed: "ts59" },
  { host: "tsserver", by: tsserver, version: "6.0", installed: "typescript" },
  { host: "check", by: check, version: "5.9", installed: "ts59" },
  { host: "check", by: check, version: "7.0", installed: "ts70" },
  { host: "check", by: check, version: "7.1", installed: "ts71" },
  { host: "the language server", by: languageServer, version: "6.0", installed: "typescript" },
  { host: "the language server", by: languageServer, version: "7.0", installed: "ts70" },
];

let expected: readonly CheckReport[];
let expectedFolder: string;

beforeAll(() => {
  expectedFolder = projectOf("typescript");
  const [project, ...more] = readProjects(ts, path.join(expectedFolder, "tsconfig.json"));
  if (project === undefined || more.length > 0) throw new Error("not one project");
  const options = pluginOptions(project.configFile, project.parsed.options);
  const program = createProjectProgram(ts, project);
  expected = checkFiles(ts, program, program.getSourceFiles(), options, () => undefined).reports;
});

function projectOf(installed: TypeScriptPackage): string {
  const folder = path.join(installedToolchain(installed).folder, "projects/every-host");
  writeFixtureProject(folder);
  return folder;
}

describe("the findings in the fixtures", () => {
  it.each(cases)(
    "by $host with TypeScript $version",
    { timeout: 600_000 },
    async ({ by, installed, withoutSuggestions }) => {
      const folder = projectOf(installed);
      const found = linesOf(await by(installedToolchain(installed), folder), folder);
      const wanted = linesOf(
        expected
          .filter(({ severity }) => withoutSuggestions !== true || severity !== "suggestion")
          .map(({ code, at, related }) => ({ code, at, related: related.map((label) => label.at) })),
        expectedFolder,
      );
      expect(wanted.length).toBeGreaterThan(fixtureNames.length / 2);
      expect(found).toEqual(wanted);
    },
  );
});
