import type ts from "typescript";
import type { server } from "typescript";
import type { Check } from "../typescript/Check.js";
import { registerFixableCodes } from "./codeFixes.js";
import { decorateLanguageService } from "./decorateLanguageService.js";
import { ProjectCheck } from "./ProjectCheck.js";

export type OpenProjects = WeakMap<server.Project, ProjectCheck>;

/**
 * The module that tsserver expects of a language-service plugin. Whenever a tsconfig changes, tsserver asks for a new
 * one and activates it over the decoration of the time before: `projects` must therefore outlive the module. A project
 * that is in it is only configured anew, or the options of the first time would hold for ever.
 */
export function createServerPlugin(
  typescript: typeof ts,
  createCheck: () => Check,
  projects: OpenProjects,
): server.PluginModule {
  registerFixableCodes(typescript);
  return {
    create({ project, config, languageService }) {
      const existing = projects.get(project);
      if (existing !== undefined) {
        existing.configure(config);
        return languageService;
      }
      const state = new ProjectCheck(typescript, createCheck(), config);
      projects.set(project, state);
      return decorateLanguageService(languageService, state);
    },
  };
}
