import type ts from "typescript";
import type { InternalSourceFile } from "./InternalSourceFile.js";

/** A program at the other end of a pipe, each of whose syntax trees has to be sent. */
export interface DistantProgram {
  readonly distant?: Distant;
}

/** Says which files need be looked into at all. Any answer may name more files than it has to, none may name fewer. */
export interface Distant {
  filesWhose(matches: (text: string) => boolean): readonly ts.SourceFile[];
  readonly importers: DistantImporters;
  /** What the resolution of a module specifier calls the file. */
  pathOf(file: ts.SourceFile): string;
}

export interface DistantImporters {
  /** Files that import anything but exports by their names, or of which the text alone does not tell what they import. */
  ofAny(): readonly InternalSourceFile[];
  /** Which of the others name this export. */
  of(name: string): readonly InternalSourceFile[];
  /** All exports that those name. */
  names(): readonly string[];
}
