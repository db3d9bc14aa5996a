import type { RuleName } from "../core/findings.js";
import type { HintKind } from "../core/editor/hintsOf.js";
import type { Severity } from "../core/catalogue/rule.js";

/** The plugin's options as a user writes them in tsconfig, validated and with every default filled in. */
export interface CheckOptions {
  /** Globs, relative to the tsconfig, of the files that may take minting authority (X4); null: at most one place in the program. */
  readonly authority: readonly string[] | null;
  /** Further callees, by dotted name (`logger.info`), whose arguments are only inspected (M3). */
  readonly inspect: readonly string[];
  /** Overrides of the catalogue's severities. */
  readonly severity: Readonly<Partial<Record<RuleName, Severity>>>;
  /** Which inlay hints an editor shows; each is on unless it is switched off. */
  readonly hints: Readonly<Record<HintKind, boolean>>;
}

export const defaultOptions: CheckOptions = {
  authority: null,
  inspect: [],
  severity: {},
  hints: { move: true, borrow: true, balance: true },
};
