import { writeFileSync } from "node:fs";
import path from "node:path";
import { openProjects } from "../compilers/openProjects.js";
import { exitCodes } from "../exitCodes.js";
import type { InitPlan } from "../init/InitPlan.js";
import { planInit } from "../init/planInit.js";
import { paintFor } from "../output/style.js";
import { parseFlags } from "../parseFlags.js";
import { findConfig } from "../project/findConfig.js";
import type { Command } from "./Command.js";

const flags = {
  project: { type: "string", short: "p" },
  "dry-run": { type: "boolean", default: false },
  typescript: { type: "string" },
  help: { type: "boolean", short: "h" },
  "no-color": { type: "boolean" },
} as const;

export const init: Command = {
  name: "init",
  synopsis: "init [--dry-run]",
  summary: "set a project up for the check",
  help: `Usage: affine-budget init [options]

Sets a project up:
  - names the plugin in tsconfig.json, for tspc and for editors; comments and formatting stay
  - adds the script "check:budgets" to package.json
  - writes affine-budget.canary.ts, which makes a build fail that does not check ownership
With TypeScript 7, which runs no plugins, the script alone.
It changes nothing that is already there, says what it did, and can be run again at any time.

Options:
  -p, --project <path>      a tsconfig, or a directory with a tsconfig.json; without it, the nearest one upwards
      --dry-run             say what would be done, and write nothing
      --typescript <name>   the TypeScript to use: a package installed in the project, or a path
      --no-color            no colours
  -h, --help                this text

Exit codes: 0 done, or nothing to do; 2 the project could not be set up, and nothing was written.
`,
  async run(args, terminal) {
    const { values } = parseFlags("init", args, flags, 0);
    const paint = paintFor(terminal.colours);
    const configFile = findConfig(terminal.cwd, values.project);
    const { changes, remarks } = await plan(configFile, values.typescript, terminal.cwd);
    for (const { file, text, done } of changes) {
      if (!values["dry-run"]) writeFileSync(file, text);
      terminal.out(`${paint.strong(path.relative(terminal.cwd, file))}: ${done}\n`);
    }
    for (const remark of remarks) terminal.out(`${remark}\n`);
    if (changes.length === 0) terminal.out("Nothing had to be changed.\n");
    else if (values["dry-run"]) terminal.out("A dry run: nothing was written.\n");
    return exitCodes.clean;
  },
};

/** Everything that can fail is planned before the first file is written. */
async function plan(configFile: string, typescript: string | undefined, cwd: string): Promise<InitPlan> {
  const projects = await openProjects(configFile, typescript, cwd);
  try {
    return planInit(configFile, projects.setups(), cwd);
  } finally {
    projects.close();
  }
}
