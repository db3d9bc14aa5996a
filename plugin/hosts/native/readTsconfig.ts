import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { parse } from "jsonc-parser";

/** What TypeScript 7 does not tell of a tsconfig. */
export interface Tsconfig {
  /** `compilerOptions.plugins`, inherited or not. */
  readonly plugins: unknown;
  /** The tsconfigs that it refers to, absolute. */
  readonly references: readonly string[];
}

interface RawTsconfig {
  readonly extends?: unknown;
  readonly compilerOptions?: { readonly plugins?: unknown };
  readonly references?: unknown;
}

export function readTsconfig(file: string): Tsconfig {
  const { references } = read(file);
  const paths = Array.isArray(references) ? references.map((each: { path?: unknown }) => each.path) : [];
  return {
    plugins: pluginsOf(file, new Set()),
    references: paths
      .filter((each) => typeof each === "string")
      .map((each) => asConfigFile(path.resolve(path.dirname(file), each))),
  };
}

function read(file: string): RawTsconfig {
  const parsed: unknown = existsSync(file) ? parse(readFileSync(file, "utf8")) : null;
  return typeof parsed === "object" && parsed !== null ? parsed : {};
}

/** The nearest setting wins whole; of several configurations that one extends, the last. */
function pluginsOf(file: string, seen: Set<string>): unknown {
  if (seen.has(file)) return undefined;
  seen.add(file);
  const { compilerOptions, extends: bases } = read(file);
  if (compilerOptions?.plugins !== undefined) return compilerOptions.plugins;
  const names = (Array.isArray(bases) ? bases : [bases]).filter((each) => typeof each === "string");
  for (const name of names.toReversed()) {
    const base = resolveBase(file, name);
    const found = base === null ? undefined : pluginsOf(base, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A path, or a file or folder of a package. */
function resolveBase(file: string, name: string): string | null {
  if (name.startsWith(".") || path.isAbsolute(name)) {
    const named = path.resolve(path.dirname(file), name);
    return existsSync(named) && statSync(named).isFile() ? named : `${named}.json`;
  }
  const require = createRequire(file);
  for (const candidate of [name, `${name}.json`, `${name}/tsconfig.json`]) {
    try {
      const resolved = require.resolve(candidate);
      if (resolved.endsWith(".json")) return resolved;
    } catch {
      // The compiler says so if there is none at all.
    }
  }
  return null;
}

function asConfigFile(named: string): string {
  return named.endsWith(".json") ? named : path.join(named, "tsconfig.json");
}
