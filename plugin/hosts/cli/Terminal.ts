/** What a command sees of the process that runs it. */
export interface Terminal {
  /** Absolute; paths in arguments and in output are relative to it. */
  readonly cwd: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether standard output takes colours. */
  readonly colours: boolean;
  readonly outIsTty: boolean;
  readonly errIsTty: boolean;
  /** The variables that decide about output, as `GITHUB_WORKSPACE`. */
  readonly env: Readonly<Record<string, string | undefined>>;
}
