import type ts from "typescript";
import type { CheckOptions } from "../../options/CheckOptions.js";

/** A project as a compiler sees it at this moment, unsaved documents included. */
export interface ProjectState {
  readonly typescript: typeof ts;
  readonly program: ts.Program;
  readonly options: CheckOptions;
}

/** The compiler of one project, in this process or one of its own. */
export interface Engine {
  /** The newest state of the project that has the file; undefined if none has. Throws if the compiler is gone. */
  stateOf(fileName: string): ProjectState | undefined;
  /** The text of a document, or a file on the disk, is another now. */
  changed(fileName: string): void;
  close(): void;
}
