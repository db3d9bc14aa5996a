/** Stable: scripts and CI depend on them. */
export const exitCodes = {
  clean: 0,
  /** At least one report of severity error. */
  reports: 1,
  /** Nothing was decided: bad usage, bad settings, no TypeScript, sources that do not parse. */
  cannotRun: 2,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
