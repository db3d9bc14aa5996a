import type ts from "typescript";
import type { CheckOptions } from "../../../options/CheckOptions.js";
import type { OnFile } from "../check/checkProgram.js";
import type { CheckResult } from "../check/CheckResult.js";

/** The projects of a tsconfig, with the compiler that they use: itself, or if it has no files of its own, those it refers to. */
export interface Projects {
  /** What of the configuration does not count with this compiler. */
  readonly notices: readonly string[];
  /** As they stand on the disk. Throws `CannotRun` where a check would mean nothing. */
  check(onFile: OnFile): CheckResult;
  /** The same, with other texts in some files. */
  edited(onFile: OnFile): EditedProjects;
  /** Calls back at once and after every change. Never resolves. */
  watch(round: WatchRound): Promise<never>;
  /** The file in the first project that has it; undefined if none has. */
  find(fileName: string): FoundFile | undefined;
  /** Null with a compiler that runs no plugins. */
  setups(): readonly ProjectSetup[] | null;
  close(): void;
}

export type Texts = ReadonlyMap<string, string>;

/** The projects as they would be with other texts in some of their files. Nothing is written. */
export interface EditedProjects {
  check(texts: Texts): EditedCheck;
}

export interface EditedCheck {
  readonly result: CheckResult;
  /** What tsc itself says of a file that has other text, or reports, without positions. */
  typeErrors(name: string): readonly string[];
}

export interface WatchRound {
  /** Something is to be checked now. `check` throws as `Projects.check` does. */
  readonly onCheck: (check: (onFile: OnFile) => CheckResult) => void;
  /** What the compiler says of its configuration. */
  readonly onDiagnostic: (text: string) => void;
}

export interface FoundFile {
  readonly typescript: typeof ts;
  readonly program: ts.Program;
  readonly file: ts.SourceFile;
  readonly options: CheckOptions;
}

/** What setting a project up has to know of its tsconfig, bases included. */
export interface ProjectSetup {
  /** Absolute. */
  readonly configFile: string;
  /** `compilerOptions.plugins`. */
  readonly plugins: unknown;
  readonly rootDir: string | undefined;
  /** Undefined where the tsconfig leaves it to the default. */
  readonly include: unknown;
  readonly fileNames: readonly string[];
  /** Whether the project would have this file, if it were there. */
  includes(fileName: string): boolean;
}
