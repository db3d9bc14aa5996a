import { ExecutionOracle } from "./oracle/execution/ExecutionOracle.js";
import type { Oracle } from "./oracle/Oracle.js";
import { RustcOracle } from "./oracle/rustc/RustcOracle.js";

/** The oracles beside the exact one. `folder`: where they may write, one for each process. */
export function furtherOracles(folder: string): readonly Oracle[] {
  return [new RustcOracle(folder), new ExecutionOracle()];
}
