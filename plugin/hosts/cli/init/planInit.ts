import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type ts from "typescript";
import type { Project } from "../project/readProjects.js";
import { canaryName, canaryPlace, canaryText } from "./canary.js";
import type { FileChange } from "./FileChange.js";
import type { InitPlan } from "./InitPlan.js";
import { JsonText } from "./jsonText.js";
import { addPlugin } from "./planTsconfig.js";
import { planPackageJson } from "./planPackageJson.js";

/** What `init` would do to the files of a project; writes nothing. Throws `CannotRun` if a file could not be edited safely. */
export function planInit(
  typescript: typeof ts,
  configFile: string,
  projects: readonly Project[],
  cwd: string,
): InitPlan {
  const plans = [
    ...projects.map((project) => planProject(typescript, project, cwd)),
    planPackageJson(configFile, cwd),
  ];
  return {
    changes: plans.flatMap(({ changes }) => changes),
    remarks: plans.flatMap(({ remarks }) => remarks),
  };
}

function planProject(typescript: typeof ts, { configFile, parsed }: Project, cwd: string): InitPlan {
  const changes: FileChange[] = [];
  const remarks: string[] = [];
  const shown = (file: string): string => path.relative(cwd, file);
  const before = readFileSync(configFile, "utf8");
  const config = new JsonText(shown(configFile), before);
  const effective: unknown = parsed.options["plugins"];
  const done: string[] = [];
  const plugin = addPlugin(config, Array.isArray(effective) ? effective : []);
  if (plugin === null) remarks.push(`${shown(configFile)} names the plugin already`);
  else done.push(plugin);

  const existing = parsed.fileNames.find((file) => path.basename(file) === canaryName);
  if (existing !== undefined) {
    remarks.push(`${shown(existing)} is there already`);
  } else {
    const place = canaryPlace(typescript, configFile, parsed);
    const canary = place ?? path.join(path.dirname(parsed.fileNames[0] ?? configFile), canaryName);
    if (place === null) {
      const entry = path.relative(path.dirname(configFile), canary).replaceAll(path.sep, "/");
      if (Array.isArray(config.at(["files"]))) config.append(["files"], entry);
      else if (Array.isArray(config.at(["include"]))) config.append(["include"], entry);
      else config.set(["include"], [...includesOf(parsed), entry]);
      done.push("listed the canary");
    }
    if (existsSync(canary)) remarks.push(`${shown(canary)} is there already`);
    else
      changes.push({
        file: canary,
        text: canaryText,
        done: "wrote the canary: a build that checks no ownership fails in it",
      });
  }
  if (config.text !== before) changes.unshift({ file: configFile, text: config.text, done: done.join("; ") });
  return { changes, remarks };
}

/** `include` as it takes effect, that of a base or the default included: an own list replaces it. */
function includesOf(parsed: ts.ParsedCommandLine): readonly string[] {
  const raw = parsed.raw as { readonly include?: unknown } | undefined;
  return Array.isArray(raw?.include) ? raw.include.filter((entry) => typeof entry === "string") : ["**/*"];
}
