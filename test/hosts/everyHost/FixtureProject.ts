import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fixtureFiles, fixtures, repository } from "../../fixtures/fixtureProgram.js";
import { pluginEntry } from "../TestProject.js";

/** About what a program as a whole decides (X4), under options of their own. */
const isAlone = (file: string): boolean =>
  file.includes("mint") && readFileSync(file, "utf8").includes("takeAuthority");

const together = fixtureFiles("rules", "paper").filter((file) => !isAlone(file));

/**
 * Every eighth and all JavaScript, for each host starts a compiler of its own; with `FIXTURES=all` all of them, which takes
 * minutes.
 */
const isChosen = (file: string, index: number): boolean =>
  process.env["FIXTURES"] === "all" || index % 8 === 0 || /\.(?:d\.ts|js)$/.test(file);

/** The fixtures in one project, from its folder. */
export const fixtureNames: readonly string[] = together
  .filter(isChosen)
  .map((file) => path.relative(fixtures, file));

export const buildInfoName = "fixtures.tsbuildinfo";

/** Writes one project of all fixtures into a folder, for whichever compiler finds itself above it. */
export function writeFixtureProject(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of fixtureNames) cpSync(path.join(fixtures, name), path.join(folder, name));
  const compilerOptions = {
    ...{ strict: true, noEmit: true, allowJs: true, checkJs: true, jsx: "preserve", types: [] },
    ...{ target: "es2022", lib: ["esnext", "dom"], module: "esnext", moduleResolution: "bundler" },
    ...{ moduleDetection: "force", skipLibCheck: true, incremental: true, tsBuildInfoFile: buildInfoName },
    paths: { "affine-budget": [path.join(repository, "dist/types/index.d.ts")] },
    // That of `library/inspect-option.ts`; no other calls it.
    plugins: [{ ...pluginEntry, inspect: ["logger.info"] }],
  };
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: fixtureNames }));
}
