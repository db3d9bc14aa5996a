import type ts from "typescript";
import type { Finding } from "../../core/findings.js";
import type { CheckOptions } from "../../options/CheckOptions.js";

/** The check of one file, as every host calls it; the seam at which a host is tested without the analysis. */
export type Check = (
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  options: CheckOptions,
) => readonly Finding[];
