/**
 * A mistake that the analysis could make, planted for a test: exact passages of one source file, and what stands there
 * instead. The product has no switch for it; a passage that no longer occurs exactly once is an error, so faults stay
 * alive as the code changes.
 */
export interface Fault {
  readonly name: string;
  /** The ownership rule that it breaks. */
  readonly rule: string;
  /** From the folder of the package. */
  readonly file: string;
  readonly edits: readonly Edit[];
  /** What must notice it. `handwritten`: handwritten programs and fixtures, where no generated program has the construct. */
  readonly by: "generated" | "handwritten";
}

export interface Edit {
  readonly passage: string;
  readonly replacement: string;
}

/** The source with the fault in it. Throws where a passage is not found, or found twice. */
export function plant({ name, file, edits }: Fault, source: string): string {
  return edits.reduce((text, { passage, replacement }) => {
    const [before, after, ...more] = text.split(passage);
    if (before === undefined || after === undefined || more.length > 0) {
      const count = text.split(passage).length - 1;
      throw new Error(`the fault "${name}" no longer fits ${file}: found ${count} times:\n${passage}`);
    }
    return before + replacement + after;
  }, source);
}
