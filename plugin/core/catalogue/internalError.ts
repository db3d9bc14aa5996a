import type { Finding, InternalErrorFinding } from "../findings.js";
import type { Definition } from "./rule.js";

/**
 * The check itself failed. No rule, so no option can turn it off: code that could not be checked must never pass for
 * code without reports. Its code stands apart from those of the rules.
 */
export const internalError = {
  name: "internal-error",
  code: 71090,
  severity: "error",
  message(finding: Finding): string {
    const { subject, error } = finding as InternalErrorFinding;
    return `the ownership check of ${subject} failed, please report this: ${error}`;
  },
  help(): string {
    return "report it with the code that it points to; nothing was checked there, the rest of the program was";
  },
} as const satisfies Definition;
