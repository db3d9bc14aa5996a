import { used } from "../catalogue/wording.js";
import type { Finding } from "../findings.js";

/** What stands beside the primary mark of a code frame: short, for the header has said it already. May be empty. */
export function primaryLabel(finding: Finding): string {
  switch (finding.rule) {
    case "aliasing":
    case "use-after-delegation":
    case "use-after-move":
    case "partially-moved":
      return `${used(finding.verb)} here`;
    case "double-spend":
    case "moved-in-loop":
      return finding.verb === "spent" ? "spent again here" : `${used(finding.verb)} here`;
    case "borrow-escape":
      return "the borrow gets away here";
    case "closure-escape":
      return finding.detail === null ? "" : "moved here";
    case "move-out-of-shared":
      return "moved here";
    case "move-while-borrowed":
      return `${finding.detail ?? "moved"} here`;
    case "escape":
      return "tracking ends here";
    case "repeatable-callback":
    case "ownership-mismatch":
    case "export-owned":
    case "move-out-of-using":
    case "overdraft":
    case "unresolved":
    case "discarded":
    case "unauthorised-mint":
    case "copy":
    case "forged":
    case "unsupported":
    case "internal-error":
      return "";
  }
}
