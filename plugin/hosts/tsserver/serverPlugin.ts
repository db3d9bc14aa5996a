import type ts from "typescript";
import type { server } from "typescript";
import type { Check } from "../typescript/Check.js";
import { decorateLanguageService } from "./decorateLanguageService.js";
import { ProjectCheck } from "./ProjectCheck.js";

/**
 * The module that tsserver expects of a language-service plugin. Whenever a tsconfig changes, tsserver activates its
 * plugins once more, over the decoration of the time before: the state of a project is therefore kept, and only
 * reconfigured, or every report would stand there twice.
 */
export function createServerPlugin(typescript: typeof ts, check: Check): server.PluginModule {
  const projects = new WeakMap<server.Project, ProjectCheck>();
  return {
    create({ project, config, languageService }) {
      const existing = projects.get(project);
      if (existing !== undefined) {
        existing.configure(config);
        return languageService;
      }
      const state = new ProjectCheck(typescript, check, config);
      projects.set(project, state);
      return decorateLanguageService(languageService, state);
    },
  };
}
