import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { JsonText } from "./jsonText.js";
import type { InitPlan } from "./InitPlan.js";

const SCRIPT = "check:budgets";

/**
 * Adds the check to the scripts of the nearest package.json, and suggests (only) what else has to change in them.
 *
 * @param runsPlugins the project's compiler can check while it builds
 */
export function planPackageJson(configFile: string, cwd: string, runsPlugins: boolean): InitPlan {
  const file = nearestPackageJson(path.dirname(configFile));
  if (file === null) {
    return { changes: [], remarks: ["no package.json found: run the check with `npx affine-budget check`"] };
  }
  const shown = path.relative(cwd, file);
  const text = readFileSync(file, "utf8");
  const manifest = new JsonText(shown, text);
  const command = checkCommand(path.dirname(file), configFile);
  const present = manifest.at(["scripts", SCRIPT]);
  const remarks = suggestions(manifest, runsPlugins ? null : command);

  if (present === command)
    return { changes: [], remarks: [`${shown} has the script "${SCRIPT}" already`, ...remarks] };
  if (present !== undefined) {
    return {
      changes: [],
      remarks: [`${shown} has a script "${SCRIPT}" of its own, which is left as it is`, ...remarks],
    };
  }
  manifest.set(["scripts", SCRIPT], command);
  return { changes: [{ file, text: manifest.text, done: `added the script "${SCRIPT}"` }], remarks };
}

function checkCommand(directory: string, configFile: string): string {
  const config = path.relative(directory, configFile).replaceAll(path.sep, "/");
  return config === "tsconfig.json" ? "affine-budget check" : `affine-budget check -p ${config}`;
}

/** @param beside the command to run beside tsc; null where tspc can take its place */
function suggestions(manifest: JsonText, beside: string | null): readonly string[] {
  const remarks: string[] = [];
  const installed = ["dependencies", "devDependencies", "peerDependencies"].flatMap((kind) =>
    Object.keys(manifest.at([kind]) ?? {}),
  );
  if (!installed.includes("affine-budget")) remarks.push("to do: npm install affine-budget");
  const scripts = Object.entries(manifest.at(["scripts"]) ?? {});
  for (const [name, script] of scripts) {
    // `tsc` as a command of its own, not in `tsc-alias` or `dist/tsc.js`.
    if (typeof script !== "string" || !/(^|[\s;&|])tsc(\s|$)/.test(script)) continue;
    const better =
      beside === null ? script.replace(/(^|[\s;&|])tsc(?=\s|$)/g, "$1tspc") : `${beside} && ${script}`;
    const isPatched = beside !== null || installed.includes("ts-patch");
    const needs = isPatched ? "" : " (after npm install --save-dev ts-patch)";
    remarks.push(`to do: script "${name}" runs tsc, which checks no ownership; make it "${better}"${needs}`);
  }
  return remarks;
}

function nearestPackageJson(from: string): string | null {
  for (let directory = from; ; directory = path.dirname(directory)) {
    const file = path.join(directory, "package.json");
    if (existsSync(file)) return file;
    if (directory === path.dirname(directory)) return null;
  }
}
