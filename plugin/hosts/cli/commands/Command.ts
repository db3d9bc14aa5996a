import type { ExitCode } from "../exitCodes.js";
import type { Terminal } from "../Terminal.js";

export interface Command {
  readonly name: string;
  /** Name and arguments, as the list of commands shows them. */
  readonly synopsis: string;
  readonly summary: string;
  /** The whole text of `--help`. */
  readonly help: string;
  /** Throws `CannotRun`. */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<ExitCode> | ExitCode;
}
