import type { RuleName } from "../findings.js";

/**
 * Rules that this version documents but does not enforce: code that breaks one of them passes the check. Their pages and
 * `explain` say so. The documentation's test holds the list to the truth in both directions.
 */
export const notYetEnforced: readonly RuleName[] = [
  "aliasing",
  "double-spend",
  "use-after-delegation",
  "use-after-move",
  "moved-in-loop",
  "partially-moved",
  "move-out-of-shared",
  "move-while-borrowed",
  "borrow-escape",
  "repeatable-callback",
  "closure-escape",
  "escape",
  "ownership-mismatch",
  "export-owned",
  "move-out-of-using",
  "overdraft",
  "unresolved",
  "discarded",
  "unauthorised-mint",
  "copy",
  "forged",
  "unsupported",
];
