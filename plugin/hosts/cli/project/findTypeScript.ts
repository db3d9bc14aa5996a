import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type ts from "typescript";
import { CannotRun } from "../CannotRun.js";

const OLDEST = [5, 4] as const;
const FIRST_NATIVE = 7;

/** The compiler of a project: one that runs in this process, or one that is a process of its own. */
export type FoundTypeScript = { readonly kind: "classic"; readonly load: () => typeof ts } | NativeTypeScript;

export interface NativeTypeScript {
  readonly kind: "native";
  readonly version: string;
  /** Its `package.json`. */
  readonly manifest: string;
}

/**
 * The project's own TypeScript: its types must mean here what they mean in its build.
 *
 * @param directory where resolution starts: that of the project's tsconfig
 * @param name a package name or a path; `typescript` unless the project has several
 */
export function findTypeScript(directory: string, name = "typescript"): FoundTypeScript {
  const require = createRequire(path.join(directory, "resolve-from-here.js"));
  const specifier = name.startsWith(".") ? path.resolve(directory, name) : name;
  const manifest = manifestOf(require, specifier);
  const version = manifest === null ? null : versionIn(manifest);
  if (manifest === null || version === null) {
    throw new CannotRun(
      `no package "${name}" found from ${directory}: install TypeScript in the project (npm install --save-dev typescript)`,
    );
  }
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major >= FIRST_NATIVE) return { kind: "native", version, manifest };
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new CannotRun(`TypeScript ${version} is too old: affine-budget needs ${OLDEST.join(".")} or later`);
  }
  return {
    kind: "classic",
    load: () => {
      try {
        return require(specifier) as typeof ts;
      } catch (error) {
        // Node reads every package.json on its way, and a broken one stops it.
        throw new CannotRun(
          `TypeScript ${version} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    },
  };
}

/** Read from the manifest, because loading a version that we do not know might do anything. */
function versionIn(manifest: string): string | null {
  const { version }: { version?: unknown } = JSON.parse(readFileSync(manifest, "utf8")) as object;
  return typeof version === "string" ? version : null;
}

function manifestOf(require: NodeJS.Require, specifier: string): string | null {
  try {
    return require.resolve(`${specifier}/package.json`);
  } catch {
    // A package may hide its manifest behind `exports`; it is on disk all the same.
    const candidates = (require.resolve.paths(specifier) ?? []).map((modules) =>
      path.join(modules, specifier, "package.json"),
    );
    return candidates.find((file) => existsSync(file)) ?? null;
  }
}
