import type { ModelServer } from "../adapters/support/server/ModelServer.js";

/** One question of the study, asked again here. */
export interface Experiment {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** What is done, for the record: the set-up that the figures depend on. */
  readonly setUp: string;
  /** What the figures do not show. */
  readonly limits: string;
  run(setting: Setting): Promise<Outcome>;
}

/** What an experiment runs in. */
export interface Setting {
  /** Where the package lies. */
  readonly root: string;
  /** Idle: an experiment may reset it. */
  readonly server: ModelServer;
  /** How often each condition is run. */
  readonly runs: number;
  /** How often each condition is run where the study did so a thousand times. */
  readonly manyRuns: number;
  /** Told of every run that has ended. */
  readonly progress: (what: string) => void;
}

/** What came of an experiment. */
export interface Outcome {
  readonly tables: readonly Table[];
  /** What was printed besides, as it was. */
  readonly printed?: string;
  readonly claims: readonly Claim[];
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Something that must be so, and whether it was. */
export interface Claim {
  readonly text: string;
  readonly holds: boolean;
}
