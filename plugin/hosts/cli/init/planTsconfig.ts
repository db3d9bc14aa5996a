import { isPluginEntry } from "../project/pluginOptions.js";
import type { JsonText } from "./jsonText.js";

/** One entry for all hosts: tsserver reads `name`, tspc `transform` and `transformProgram`. */
const pluginEntry = {
  name: "affine-budget",
  transform: "affine-budget/plugin",
  transformProgram: true,
} as const;

/**
 * Puts the plugin's entry into a tsconfig, or completes the one that is there.
 *
 * @param inherited `plugins` as it takes effect, bases included: an own array replaces that of a base entirely
 * @returns what was done; null if nothing was missing
 */
export function addPlugin(config: JsonText, inherited: readonly unknown[]): string | null {
  const path = ["compilerOptions", "plugins"];
  const own = config.at(path);
  if (!Array.isArray(own)) {
    const complete = inherited.some((entry) => isPluginEntry(entry) && isComplete(entry));
    if (complete) return null;
    const others = inherited.filter((entry) => !isPluginEntry(entry));
    const ours = inherited.find(isPluginEntry) ?? {};
    config.set(path, [...others, { ...ours, ...pluginEntry }]);
    return inherited.length === 0
      ? "added the plugin"
      : "added the plugin, and repeated the plugins of the base configuration, which would be replaced otherwise";
  }
  const index = own.findIndex(isPluginEntry);
  if (index < 0) {
    config.append(path, pluginEntry);
    return "added the plugin";
  }
  const entry: unknown = own[index];
  const missing = Object.entries(pluginEntry).filter(([key, value]) => valueAt(entry, key) !== value);
  if (missing.length === 0) return null;
  for (const [key, value] of missing) config.set([...path, index, key], value);
  return `completed the plugin's entry (${missing.map(([key]) => key).join(", ")})`;
}

function isComplete(entry: unknown): boolean {
  return Object.entries(pluginEntry).every(([key, value]) => valueAt(entry, key) === value);
}

function valueAt(entry: unknown, key: string): unknown {
  return typeof entry === "object" && entry !== null
    ? (entry as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
