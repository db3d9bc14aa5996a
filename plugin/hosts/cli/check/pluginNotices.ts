import path from "node:path";
import type { OpenProject } from "../../native/NativeWorkspace.js";
import { isPluginEntry } from "../project/pluginOptions.js";

/** What an entry among the plugins of a tsconfig does, and what it does not, where TypeScript 7 compiles the project. */
export function pluginNotices(projects: readonly OpenProject[], version: string): readonly string[] {
  return projects.flatMap(({ configFile, plugins }) => {
    const entries = Array.isArray(plugins) ? plugins.filter(isPluginEntry) : [];
    if (entries.length === 0) return [];
    const builds = entries.some(({ transform }) => transform !== undefined);
    const loads = entries.some(({ name }) => name !== undefined);
    const idle = [
      ...(builds ? ["its `transform` checks no build"] : []),
      ...(loads ? ["its `name` shows nothing in the editor"] : []),
    ];
    return [
      `TypeScript ${version} runs no plugins, so of the entry in ${path.basename(configFile)} only the options count: ` +
        `${idle.join(", ")}. Run \`affine-budget check\` beside the build, and \`affine-budget lsp\` in the editor.`,
    ];
  });
}
