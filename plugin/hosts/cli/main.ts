import { inspect } from "node:util";
import { nearestName } from "../../options/nearestName.js";
import { CannotRun } from "./CannotRun.js";
import { check } from "./commands/check.js";
import type { Command } from "./commands/Command.js";
import { dump } from "./commands/dump.js";
import { explain } from "./commands/explain.js";
import { init } from "./commands/init.js";
import { lsp } from "./commands/lsp.js";
import { exitCodes, type ExitCode } from "./exitCodes.js";
import { wantsColours } from "./output/style.js";
import type { Terminal } from "./Terminal.js";
import { version } from "./version.js";

const commands: readonly Command[] = [check, explain, dump, init, lsp];

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [first, ...rest] = args;
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    terminal.out(usage());
    return first === undefined ? exitCodes.cannotRun : exitCodes.clean;
  }
  if (first === "--version" || first === "-v") {
    terminal.out(`${version}\n`);
    return exitCodes.clean;
  }
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) {
    const nearest = nearestName(
      first,
      commands.map(({ name }) => name),
    );
    const hint = nearest === null ? "" : `; did you mean "${nearest}"?`;
    throw new CannotRun(`unknown command "${first}"${hint}\nSee \`affine-budget --help\`.`);
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    terminal.out(command.help);
    return exitCodes.clean;
  }
  if (rest.includes("--version")) {
    terminal.out(`${version}\n`);
    return exitCodes.clean;
  }
  return command.run(rest, terminal);
}

function usage(): string {
  const width = Math.max(...commands.map(({ synopsis }) => synopsis.length));
  const lines = commands.map(({ synopsis, summary }) => `  ${synopsis.padEnd(width)}  ${summary}`);
  return `affine-budget ${version}: budgets that cannot be spent twice, checked while compiling

Usage: affine-budget <command> [options]

${lines.join("\n")}

  affine-budget <command> --help    the options of a command
  affine-budget --version           the version of this program

Exit codes: 0 nothing to report, 1 errors were found, 2 the command could not run.
`;
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const terminal: Terminal = {
    cwd: process.cwd(),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colours: wantsColours(process.env, process.stdout.isTTY, args),
    outIsTty: process.stdout.isTTY,
    errIsTty: process.stderr.isTTY,
    env: process.env,
  };
  // Set, not `process.exit`: output to a pipe may still be on its way.
  process.exitCode = exitCodes.cannotRun;
  try {
    process.exitCode = await run(args, terminal);
  } catch (error) {
    if (error instanceof CannotRun) terminal.err(`affine-budget: ${error.message}\n`);
    else terminal.err(`affine-budget: internal error, please report this\n${inspect(error)}\n`);
  }
}

// A reader that has seen enough (`| head`) is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

await main();
