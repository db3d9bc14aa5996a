import type { CheckResult } from "../check/CheckResult.js";
import type { Terminal } from "../Terminal.js";

/** The text that a finished check prints on standard output. `seconds`: how long it took. */
export type OutputFormat = (result: CheckResult, seconds: number, terminal: Terminal) => string;
