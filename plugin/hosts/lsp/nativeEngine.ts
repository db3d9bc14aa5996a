import path from "node:path";
import { optionsAmong } from "../cli/project/pluginOptions.js";
import type { NativeModules } from "../native/NativeApi.js";
import { NativeWorkspace, type OpenProject } from "../native/NativeWorkspace.js";
import type { Engine } from "./Engine.js";
import type { FileOverlay } from "./FileOverlay.js";

/** TypeScript 7: a compiler process, which reads the open documents from here. */
export function nativeEngine(modules: NativeModules, configFile: string, overlay: FileOverlay): Engine {
  const workspace = new NativeWorkspace(modules, configFile, {
    cwd: path.dirname(configFile),
    readFile: (name) => overlay.text(name),
  });
  let projects: readonly OpenProject[] | null = null;
  const changed = new Set<string>();

  const newest = (): readonly OpenProject[] => {
    if (changed.size > 0) {
      workspace.refresh({ changed: [...changed] });
      changed.clear();
      projects = null;
    }
    return (projects ??= workspace.projects());
  };

  return {
    stateOf(fileName) {
      for (const { configFile: name, plugins, program } of newest()) {
        if (program.getSourceFile(fileName) !== undefined)
          return { typescript: workspace.typescript, program, options: optionsAmong(name, plugins) };
      }
      return undefined;
    },
    changed: (fileName) => {
      changed.add(fileName);
    },
    close: () => {
      workspace.close();
    },
  };
}
