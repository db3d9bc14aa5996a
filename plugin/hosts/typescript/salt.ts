import { createHash } from "node:crypto";
import type ts from "typescript";
import packageJson from "../../../package.json" with { type: "json" };
import type { ParsedOptions } from "../../options/parseOptions.js";

/** The version that a builder's host gives a file: a SHA-256 of its text, and our salt if the file was seen before. */
const builderVersion = /^(?<hash>[0-9a-f]{64})(?:-affine-budget-[0-9a-f]{16})?$/;

interface VersionedSourceFile extends ts.SourceFile {
  version?: string;
}

/** Differs whenever the same text may be reported on differently: another version of the plugin, or other options. */
export function saltOf(options: ParsedOptions): string {
  return createHash("sha256")
    .update(JSON.stringify([packageJson.version, sorted(options)]))
    .digest("hex")
    .slice(0, 16);
}

/**
 * Makes a builder check a file again if it was last checked under another salt: a `.tsbuildinfo` written without the
 * plugin, or with other options, would hide every report. Files of equal text and salt stay cached. Language-service
 * hosts number their versions, plain `tsc` gives none; neither is touched.
 */
export function saltVersions(program: ts.Program, salt: string): void {
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile) continue;
    const versioned: VersionedSourceFile = file;
    const hash = builderVersion.exec(versioned.version ?? "")?.groups?.["hash"];
    // Replaced, not appended to: watch mode hands the same file to one program after another.
    if (hash !== undefined) versioned.version = `${hash}-affine-budget-${salt}`;
  }
}

/** The order in which a user writes keys means nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}
