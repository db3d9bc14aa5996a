import path from "node:path";
import { dumpFile, type Dump } from "../../../core/report/dumpFile.js";
import { renderFinding } from "../../../core/report/renderFinding.js";
import { answerAll } from "../../typescript/answerAll.js";
import { syntaxOf } from "../../typescript/syntaxOf.js";
import { CannotRun } from "../CannotRun.js";
import { openProjects } from "../compilers/openProjects.js";
import type { FoundFile } from "../compilers/Projects.js";
import { exitCodes } from "../exitCodes.js";
import { parseFlags } from "../parseFlags.js";
import { findConfig } from "../project/findConfig.js";
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
  async run(args, terminal) {
    const { values, positionals } = parseFlags("dump", args, flags, 1);
    const [named] = positionals;
    if (named === undefined) throw new CannotRun("no file named\nSee `affine-budget dump --help`.");
    const fileName = path.resolve(terminal.cwd, named);
    const configFile = findConfig(terminal.cwd, values.project);
    const { bodies, failures } = await dumped(configFile, values.typescript, fileName, terminal.cwd, {
      states: values.states,
      everyBody: values.function !== undefined,
    });

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

interface What {
  readonly states: boolean;
  readonly everyBody: boolean;
}

async function dumped(
  configFile: string,
  name: string | undefined,
  fileName: string,
  cwd: string,
  what: What,
): Promise<Dump> {
  const projects = await openProjects(configFile, name, cwd);
  try {
    const found = projects.find(fileName);
    if (found === undefined) throw new CannotRun(`${fileName} is no file of the project ${configFile}`);
    return dumpOf(found, what);
  } finally {
    projects.close();
  }
}

function dumpOf({ typescript, program, file, options }: FoundFile, what: What): Dump {
  const asking = dumpFile(syntaxOf(typescript), file, { ...what, inspect: options.inspect });
  return answerAll(typescript, program, program.getTypeChecker(), file, asking);
}

function otherNames({ bodies }: Dump): string {
  const names = [...new Set(bodies.flatMap(({ name }) => name ?? []))];
  return names.length === 0 ? "" : `; it has ${names.map((name) => `\`${name}\``).join(", ")}`;
}
