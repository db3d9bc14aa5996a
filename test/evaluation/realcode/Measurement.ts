import type { CheckName } from "./modes.js";

/** What one process shows of one package. */
export interface Measurement {
  readonly files: number;
  readonly lines: number;
  /** Diagnostics of tsc itself: the packages are compiled under options that are not quite theirs. */
  readonly complaints: number;
  readonly someComplaints: readonly string[];
  /** The compiler, with the plugin where that is the mode: loading, binding and checking. */
  readonly compiler: Cost;
  /** What the plugin reports through the compiler; internal errors among them. */
  readonly reports: readonly string[];
  readonly checks: readonly CheckRun[];
}

export interface Cost {
  /** Seconds on the processor, all threads. */
  readonly cpu: number;
  /** Peak resident memory of the process so far, in bytes. */
  readonly peak: number;
}

/** One check of all files, after the compiler has read and checked them. */
export interface CheckRun extends Cost {
  readonly check: CheckName;
  readonly reports: readonly Report[];
  readonly slowest: readonly { readonly file: string; readonly lines: number; readonly seconds: number }[];
}

export interface Report {
  /** Below the folder of the package. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly rule: string;
  readonly subject: string;
  /** An error inside the checker. */
  readonly failure: boolean;
  /** The finding as data. */
  readonly text: string;
}
