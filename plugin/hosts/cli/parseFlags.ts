import { parseArgs, type ParseArgsConfig } from "node:util";
import { nearestName } from "../../options/nearestName.js";
import { CannotRun } from "./CannotRun.js";

type Flags = NonNullable<ParseArgsConfig["options"]>;
type Parsed<F extends Flags> = ReturnType<
  typeof parseArgs<{ readonly args: string[]; readonly options: F; readonly allowPositionals: true }>
>;

/** Strict: an unknown flag, a missing value or a surplus argument is an error with a suggestion, never ignored. */
export function parseFlags<const F extends Flags>(
  command: string,
  args: readonly string[],
  flags: F,
  positionals: number,
): Parsed<F> {
  rejectUnknown(command, args, flags);
  let parsed: Parsed<F>;
  try {
    parsed = parseArgs({ args: [...args], options: flags, allowPositionals: true });
  } catch (error) {
    throw new CannotRun(`${messageOf(error)}\n${seeHelp(command)}`);
  }
  const surplus = parsed.positionals[positionals];
  if (surplus !== undefined) throw new CannotRun(`unexpected argument "${surplus}"\n${seeHelp(command)}`);
  return parsed;
}

/** Before `parseArgs`, whose own message does not know what was meant. */
function rejectUnknown(command: string, args: readonly string[], flags: Flags): void {
  const long = Object.keys(flags).map((name) => `--${name}`);
  const short = Object.values(flags).flatMap((flag) => (flag.short === undefined ? [] : [`-${flag.short}`]));
  const end = args.indexOf("--");
  for (const arg of end < 0 ? args : args.slice(0, end)) {
    const name = /^--?[a-z][\w-]*/i.exec(arg)?.[0];
    if (name === undefined || long.includes(name)) continue;
    if (!name.startsWith("--") && short.some((flag) => name.startsWith(flag))) continue;
    const nearest = nearestName(name, [...long, ...short]);
    const hint = nearest === null ? "" : `; did you mean "${nearest}"?`;
    throw new CannotRun(`unknown option "${name}"${hint}\n${seeHelp(command)}`);
  }
}

function seeHelp(command: string): string {
  return `See \`affine-budget ${command} --help\`.`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
