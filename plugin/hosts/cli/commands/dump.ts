import path from "node:path";
import type ts from "typescript";
import { dumpFile, type Dump } from "../../../core/report/dumpFile.js";
import { renderFinding } from "../../../core/report/renderFinding.js";
import { answerAll } from "../../typescript/answerAll.js";
import { syntaxOf } from "../../typescript/syntaxOf.js";
import { CannotRun } from "../CannotRun.js";
import { exitCodes } from "../exitCodes.js";
import { parseFlags } from "../parseFlags.js";
import { createProjectProgram } from "../project/createProjectProgram.js";
import { findConfig } from "../project/findConfig.js";
import { loadTypeScript } from "../project/loadTypeScript.js";
import { pluginOptions } from "../project/pluginOptions.js";
import { readProjects } from "../project/readProjects.js";
import type { Command } from "./Command.js";

const flags = {
  project: { type: "string", short: "p" },
  function: { type: "string", short: "f" },
  states: { type: "boolean", default: false },
  typescript: { type: "string" },
  help: { type: "boolean", short: "h" },
  "no-color": { type: "boolean" },
} as const;

export const dump: Command = {
  name: "dump",
  synopsis: "dump <file> [--states]",
  summary: "show what the checker makes of a file",
  help: `Usage: affine-budget dump <file> [options]

Prints the functions of a file as the checker sees them: basic blocks of moves, borrows and calls, in
the order of evaluation, and the edges between them. For wondering at a report, and for bug reports.
Without --function, those that hold something owned. The format is for people, and may change.

Options:
  -f, --function <name>   only the functions of this name, whatever they hold
      --states            what may be moved, lent or empty, before and after each block
  -p, --project <path>    a tsconfig, or a directory with a tsconfig.json; without it, the nearest one upwards
      --typescript <name> the TypeScript to use: a package installed in the project, or a path
      --no-color          no colours
  -h, --help              this text

Exit codes: 0 printed, 2 there is no such file or function, or the checker failed on it.
`,
  run(args, terminal) {
    const { values, positionals } = parseFlags("dump", args, flags, 1);
    const [named] = positionals;
    if (named === undefined) throw new CannotRun("no file named\nSee `affine-budget dump --help`.");
    const fileName = path.resolve(terminal.cwd, named);
    const configFile = findConfig(terminal.cwd, values.project);
    const typescript = loadTypeScript(path.dirname(configFile), values.typescript);
    const { program, file, inspect } = fileOf(typescript, configFile, fileName);
    const options = { inspect, states: values.states, everyBody: values.function !== undefined };
    const asking = dumpFile(syntaxOf(typescript), file, options);
    const { bodies, failures } = answerAll(typescript, program, program.getTypeChecker(), file, asking);

    const shown = bodies.filter(({ name }) => values.function === undefined || name === values.function);
    terminal.out(shown.map(({ text }) => text).join("\n"));
    for (const failure of failures) terminal.err(`affine-budget: ${renderFinding(failure).message}\n`);
    if (failures.length > 0) return exitCodes.cannotRun;
    if (values.function !== undefined && shown.length === 0) {
      throw new CannotRun(
        `${named} has no function \`${values.function}\`${otherNames({ bodies, failures })}`,
      );
    }
    if (shown.length === 0) terminal.out(`Nothing in ${named} holds anything owned.\n`);
    return exitCodes.clean;
  },
};

/** The file in the first project that has it. */
function fileOf(
  typescript: typeof ts,
  configFile: string,
  fileName: string,
): { readonly program: ts.Program; readonly file: ts.SourceFile; readonly inspect: readonly string[] } {
  for (const project of readProjects(typescript, configFile)) {
    const program = createProjectProgram(typescript, project);
    const file = program.getSourceFile(fileName);
    if (file === undefined) continue;
    const { inspect } = pluginOptions(project.configFile, project.parsed.options);
    return { program, file, inspect };
  }
  throw new CannotRun(`${fileName} is no file of the project ${configFile}`);
}

function otherNames({ bodies }: Dump): string {
  const names = [...new Set(bodies.flatMap(({ name }) => name ?? []))];
  return names.length === 0 ? "" : `; it has ${names.map((name) => `\`${name}\``).join(", ")}`;
}
