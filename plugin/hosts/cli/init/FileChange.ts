/** A file that `init` wants to write. */
export interface FileChange {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  /** What the change is, in the past tense: "added the plugin". */
  readonly done: string;
}
