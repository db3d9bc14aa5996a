import type { Finding, RuleName, Span } from "../findings.js";
import type { FixContext } from "./FixContext.js";

/** Stable: editors and `--fix` name a fix by it. */
export type FixName =
  | "assign-result-back"
  | "read-before"
  | "split-before"
  | "take-then-clear"
  | "take-from-map"
  | "borrow-parameter"
  | "break-instead-of-continue"
  | "forfeit"
  | "once-callback"
  | "affine-type-parameter";

/**
 * As in rustc. `machine-applicable`: certainly what was meant, so that a tool may apply it unasked. `maybe-incorrect`:
 * it mends the report, but may not be what was meant; a person has to choose it.
 */
export type Applicability = "machine-applicable" | "maybe-incorrect";

/** Replaces the text `at` a span; an empty span inserts. */
export interface TextEdit {
  readonly at: Span;
  readonly text: string;
}

/** One way to mend one finding, as data: hosts make code actions or new files of it. */
export interface Suggestion {
  readonly fix: FixName;
  readonly applicability: Applicability;
  /** Imperative, no full stop, the place as written: what an editor offers. */
  readonly title: string;
  /** All in the finding's own file; none overlaps another. */
  readonly edits: readonly TextEdit[];
  /** Names that the edits declare: two suggestions that declare the same one exclude each other. */
  readonly declares: readonly string[];
}

export interface FixDefinition {
  readonly name: FixName;
  /** One sentence, imperative, no full stop: what it does, for the pages of the rules. */
  readonly summary: string;
  /** The rules whose reports it may mend. */
  readonly rules: readonly RuleName[];
  /** Null where this finding is none that it mends. */
  propose(finding: Finding, context: FixContext): Proposal | null;
}

export type Proposal = Omit<Suggestion, "fix" | "declares"> & { readonly declares?: readonly string[] };
