import type { FileChange } from "./FileChange.js";

export interface InitPlan {
  readonly changes: readonly FileChange[];
  /** What is already as it should be, and what the user has to do himself. */
  readonly remarks: readonly string[];
}
