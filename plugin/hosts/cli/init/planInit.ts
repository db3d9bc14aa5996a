import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ProjectSetup } from "../compilers/Projects.js";
import { canaryName, canaryPlace, canaryText } from "./canary.js";
import type { FileChange } from "./FileChange.js";
import type { InitPlan } from "./InitPlan.js";
import { JsonText } from "./jsonText.js";
import { addPlugin } from "./planTsconfig.js";
import { planPackageJson } from "./planPackageJson.js";

/**
 * What `init` would do to the files of a project; writes nothing. Throws `CannotRun` if a file could not be edited safely.
 *
 * @param setups null where no build can check ownership: there an entry for it would do nothing, and a canary fail in each
 */
export function planInit(configFile: string, setups: readonly ProjectSetup[] | null, cwd: string): InitPlan {
  const plans = [
    ...(setups ?? []).map((setup) => planProject(setup, cwd)),
    planPackageJson(configFile, cwd, setups !== null),
    ...(setups === null ? [withoutPlugins] : []),
  ];
  return {
    changes: plans.flatMap(({ changes }) => changes),
    remarks: plans.flatMap(({ remarks }) => remarks),
  };
}

const withoutPlugins: InitPlan = {
  changes: [],
  remarks: [
    "TypeScript 7 runs no plugins, so the tsconfig stays as it is: run the check beside tsc, and `affine-budget lsp` in the editor",
  ],
};

function planProject(setup: ProjectSetup, cwd: string): InitPlan {
  const { configFile, plugins, fileNames } = setup;
  const changes: FileChange[] = [];
  const remarks: string[] = [];
  const shown = (file: string): string => path.relative(cwd, file);
  const before = readFileSync(configFile, "utf8");
  const config = new JsonText(shown(configFile), before);
  const done: string[] = [];
  const plugin = addPlugin(config, Array.isArray(plugins) ? plugins : []);
  if (plugin === null) remarks.push(`${shown(configFile)} names the plugin already`);
  else done.push(plugin);

  const existing = fileNames.find((file) => path.basename(file) === canaryName);
  if (existing !== undefined) {
    remarks.push(`${shown(existing)} is there already`);
  } else {
    const place = canaryPlace(setup);
    const canary = place ?? path.join(path.dirname(fileNames[0] ?? configFile), canaryName);
    if (place === null) {
      const entry = path.relative(path.dirname(configFile), canary).replaceAll(path.sep, "/");
      if (Array.isArray(config.at(["files"]))) config.append(["files"], entry);
      else if (Array.isArray(config.at(["include"]))) config.append(["include"], entry);
      else config.set(["include"], [...includesOf(setup), entry]);
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
function includesOf({ include }: ProjectSetup): readonly string[] {
  return Array.isArray(include) ? include.filter((entry) => typeof entry === "string") : ["**/*"];
}
