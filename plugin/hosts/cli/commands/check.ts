import { nearestName } from "../../../options/nearestName.js";
import { CannotRun } from "../CannotRun.js";
import type { OnFile } from "../check/checkProgram.js";
import type { CheckResult } from "../check/CheckResult.js";
import { progressOn } from "../check/progress.js";
import { watchProjects } from "../check/watchProjects.js";
import { openProjects } from "../compilers/openProjects.js";
import type { Projects } from "../compilers/Projects.js";
import { exitCodes, type ExitCode } from "../exitCodes.js";
import { fixAndWrite, printFixes } from "../fix/runFixes.js";
import { github } from "../output/github.js";
import { json } from "../output/json.js";
import type { OutputFormat } from "../output/OutputFormat.js";
import { pretty } from "../output/pretty.js";
import { sarif } from "../output/sarif.js";
import { parseFlags } from "../parseFlags.js";
import { findConfig } from "../project/findConfig.js";
import type { Terminal } from "../Terminal.js";
import type { Command } from "./Command.js";

const formats: ReadonlyMap<string, OutputFormat> = new Map([
  ["pretty", pretty],
  ["json", json],
  ["sarif", sarif],
  ["github", github],
]);

const flags = {
  project: { type: "string", short: "p" },
  format: { type: "string", default: "pretty" },
  fix: { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  watch: { type: "boolean", short: "w", default: false },
  typescript: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
  "no-color": { type: "boolean" },
} as const;

export const check: Command = {
  name: "check",
  synopsis: "check [-p tsconfig]",
  summary: "check the files of a project",
  help: `Usage: affine-budget check [options]

Checks every source file of a project with the project's own TypeScript (5.4 up to 7), under the
options of the "affine-budget" entry in its tsconfig. It reports ownership only; run tsc for types.

Options:
  -p, --project <path>    a tsconfig, or a directory with a tsconfig.json; without it, the nearest one
                          upwards. One that only has "references" checks the projects it refers to
      --format <format>   pretty   code frames, for people (default)
                          json     {"schema": 1, "filesChecked", "counts", "reports": [{"severity",
                                   "rule", "code", "message", "help", "file", "start", "end",
                                   "labels"}]}; lines and columns from 1, columns in UTF-16 units
                          sarif    SARIF 2.1.0, for code scanning
                          github   annotations for GitHub Actions
      --fix               mend what can surely be mended, as long as each fix leaves fewer reports and tsc
                          content, then report what is left; says on standard error what it did
      --dry-run           with --fix: print a diff of what it would do, and change nothing
  -w, --watch             check again whenever a file changes
      --typescript <name> the TypeScript to use: a package installed in the project, or a path
      --no-color          no colours; NO_COLOR and FORCE_COLOR are obeyed too
  -h, --help              this text
      --version           the version of this program

Exit codes: 0 no errors, 1 errors were found, 2 the check could not run.
`,
  async run(args, terminal) {
    const { values } = parseFlags("check", args, flags, 0);
    const format = formatNamed(values.format);
    const configFile = findConfig(terminal.cwd, values.project);
    const mode = modeOf(values);
    const projects = await openProjects(configFile, values.typescript, terminal.cwd);
    try {
      for (const notice of projects.notices) terminal.err(`affine-budget: ${notice}\n`);
      if (values.watch) return await watchProjects(projects, format, terminal);
      // A diff on standard output is to be fed to other tools as it is.
      return reported(mode === "diff" ? () => "" : format, terminal, (onFile) =>
        modes[mode](projects, onFile, terminal),
      );
    } finally {
      projects.close();
    }
  },
};

function reported(
  format: OutputFormat,
  terminal: Terminal,
  check: (onFile: OnFile) => CheckResult,
): ExitCode {
  const started = performance.now();
  const progress = progressOn(terminal);
  let result: CheckResult;
  try {
    result = check(progress.onFile);
  } finally {
    progress.clear();
  }
  terminal.out(format(result, (performance.now() - started) / 1000, terminal));
  return exitCodeOf(result);
}

const modes = {
  check: (projects: Projects, onFile: OnFile) => projects.check(onFile),
  fix: fixAndWrite,
  diff: printFixes,
} as const;

interface ModeFlags {
  readonly fix: boolean;
  readonly "dry-run": boolean;
  readonly watch: boolean;
}

function modeOf({ fix, "dry-run": dryRun, watch }: ModeFlags): keyof typeof modes {
  if (dryRun && !fix) throw new CannotRun("--dry-run says what --fix would do: give both");
  if (fix && watch)
    throw new CannotRun("--fix and --watch exclude each other: the watch would wake itself up");
  return !fix ? "check" : dryRun ? "diff" : "fix";
}

function exitCodeOf({ reports }: CheckResult): ExitCode {
  return reports.some(({ severity }) => severity === "error") ? exitCodes.reports : exitCodes.clean;
}

function formatNamed(name: string): OutputFormat {
  const format = formats.get(name);
  if (format !== undefined) return format;
  const nearest = nearestName(name, [...formats.keys()]);
  const hint =
    nearest === null ? `known are ${[...formats.keys()].join(", ")}` : `did you mean "${nearest}"?`;
  throw new CannotRun(`unknown format "${name}"; ${hint}`);
}
