import type { Finding } from "../findings.js";

/**
 * A callback within a callback is repeated by the callees of both, and so is what it consumes: one report is enough (M5),
 * the one of the innermost, which stands last.
 *
 *     rounds.forEach(() => tasks.forEach(() => take(b)));
 */
export function oncePerCallback(findings: readonly Finding[]): readonly Finding[] {
  const innermost = new Map<string, Finding>();
  for (const finding of findings) {
    if (finding.rule === "repeatable-callback") innermost.set(keyOf(finding), finding);
  }
  return findings.filter(
    (finding) => finding.rule !== "repeatable-callback" || innermost.get(keyOf(finding)) === finding,
  );
}

function keyOf({ at, subject }: Finding): string {
  return `${String(at.start)}-${String(at.end)} ${subject}`;
}
