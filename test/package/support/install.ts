import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll } from "vitest";

export const root = path.resolve(import.meta.dirname, "../../..");

/** The package as a user has it: packed, and installed in a project of its own outside the repository. */
export interface Installation {
  readonly tarball: string;
  /** An empty project that depends on the package. */
  readonly project: string;
  /** The installed package, inside the project's node_modules. */
  readonly directory: string;
}

/**
 * Builds from the current sources into a directory of its own, so that a test never depends on, nor disturbs, the
 * repository's `dist/`; then packs and installs the result. Nothing is fetched: the package has no dependencies.
 */
function installPackage(home: string): Installation {
  const staged = path.join(home, "staged");
  mkdirSync(staged);
  for (const file of ["package.json", "README.md", "LICENSE", "CHANGELOG.md", "docs"]) {
    if (existsSync(path.join(root, file)))
      cpSync(path.join(root, file), path.join(staged, file), { recursive: true });
  }
  run(root, "node", ["scripts/build.js", "--out", path.join(staged, "dist")]);
  // The manifest's own `prepack` is the build that has just run.
  run(staged, "npm", ["pack", "--ignore-scripts", "--pack-destination", home]);
  const packed = readdirSync(home).find((file) => file.endsWith(".tgz"));
  if (packed === undefined) throw new Error("npm pack wrote no tarball");
  const tarball = path.join(home, packed);

  const project = path.join(home, "project");
  mkdirSync(project);
  writeFileSync(path.join(project, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  run(project, "npm", ["install", "--offline", "--no-audit", "--no-fund", tarball]);

  return {
    tarball,
    project,
    directory: path.join(project, "node_modules/affine-budget"),
  };
}

/** Installed before the tests of the file that imports it, and removed after them. */
export const installation = useInstallation();

function useInstallation(): Installation {
  const home = mkdtempSync(path.join(tmpdir(), "affine-budget-package-"));
  const pending: Installation = { tarball: "", project: "", directory: "" };
  beforeAll(() => {
    Object.assign(pending, installPackage(home));
  });
  afterAll(() => {
    rmSync(home, { recursive: true, force: true });
  });
  return pending;
}

/** Runs a program that has to succeed; its output is in the error if it does not. */
function run(cwd: string, program: string, args: readonly string[]): string {
  try {
    return execFileSync(program, args, { cwd, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    // Without the error itself as the cause: it repeats all of it.
    // eslint-disable-next-line preserve-caught-error
    throw new Error(`${program} ${args.join(" ")} failed:
${stdout ?? ""}${stderr ?? ""}`);
  }
}
