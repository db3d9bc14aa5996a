import type ts from "typescript";
import { defaultOptions, type CheckOptions } from "../../../options/CheckOptions.js";
import { parseOptions } from "../../../options/parseOptions.js";
import { CannotRun } from "../CannotRun.js";

/**
 * The options of the plugin's entry in `compilerOptions.plugins`, as tspc and the editor take them; the defaults if the
 * tsconfig has no entry. Throws `CannotRun` when an option is wrong.
 */
export function pluginOptions(configFile: string, options: ts.CompilerOptions): CheckOptions {
  return optionsAmong(configFile, options["plugins"]);
}

/** The same, from what stands under `plugins`. */
export function optionsAmong(configFile: string, plugins: unknown): CheckOptions {
  const entries = Array.isArray(plugins) ? plugins.filter(isPluginEntry) : [];
  // tspc reads the entry that has a `transform`; if the editor's is a separate one, the build's counts.
  const entry = entries.find(({ transform }) => transform !== undefined) ?? entries[0];
  if (entry === undefined) return defaultOptions;
  const parsed = parseOptions(entry);
  if ("options" in parsed) return parsed.options;
  throw new CannotRun(
    `${configFile} sets options of affine-budget that are wrong:\n${parsed.errors.map((error) => `  ${error}`).join("\n")}`,
  );
}

interface PluginEntry {
  readonly name?: unknown;
  readonly transform?: unknown;
}

/** An entry names the plugin for tsserver (`name`) or for tspc (`transform`, a path inside the package). */
export function isPluginEntry(entry: unknown): entry is PluginEntry {
  if (typeof entry !== "object" || entry === null) return false;
  const { name, transform }: PluginEntry = entry;
  return (
    name === "affine-budget" || (typeof transform === "string" && /^affine-budget(\/|$)/.test(transform))
  );
}
