import type { RuleName } from "../findings.js";

/**
 * Rules that this version documents but does not enforce as documented: it does not tell all of their examples apart.
 * Their pages and `explain` say so. The documentation's test holds the list to the truth in both directions.
 */
export const notYetEnforced: readonly RuleName[] = [];
