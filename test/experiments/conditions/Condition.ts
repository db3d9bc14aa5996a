import type { ModelServer } from "../../adapters/support/server/ModelServer.js";

/** A way to keep three children under one cap. */
export interface Condition {
  readonly name: string;
  /** What the study counted: runs over the cap. */
  readonly paper: string;
  /** Whether the cap is broken in every run, or in none. */
  readonly over: "always" | "never";
  /** Starts the children, all at once or as the condition has it, and waits for them. Returns how many calls were made. */
  run(server: ModelServer): Promise<number>;
}
