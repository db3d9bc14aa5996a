import { internalError } from "../../core/catalogue/index.js";

/** What a diagnostic of ours is attributed to; editors show it. */
export const diagnosticSource = "affine-budget";

/** Codes of reports that are not about the checked program but about the check itself. Stable, apart from any rule's. */
export const hostCodes = {
  "internal-error": internalError.code,
  "invalid-option": 71091,
  "unsafe-build-option": 71092,
} as const;

export type HostReport = keyof typeof hostCodes;
