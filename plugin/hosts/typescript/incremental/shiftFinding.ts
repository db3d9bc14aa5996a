import type { Finding, Label, MoveReason, Span } from "../../../core/findings.js";

/** A stretch of a file's text that another has taken the place of; both begin at `start`. */
export interface Replacement {
  readonly file: string;
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** The finding as it is after the edit; null where it points into what was replaced. */
export function shiftFinding(finding: Finding, edit: Replacement): Finding | null {
  const at = shiftSpan(finding.at, edit);
  const labels = all(finding.labels.map((label) => shiftLabel(label, edit)));
  if (at === null || labels === null) return null;
  if (!("reason" in finding)) return { ...finding, at, labels };
  const reason = shiftReason(finding.reason, edit);
  return reason && { ...finding, at, labels, reason };
}

function shiftLabel(label: Label, edit: Replacement): Label | null {
  const at = shiftSpan(label.at, edit);
  if (at === null) return null;
  if (label.kind !== "move") return { ...label, at };
  const reason = shiftReason(label.reason, edit);
  return reason && { ...label, at, reason };
}

function shiftReason(reason: MoveReason, edit: Replacement): MoveReason | null {
  if (reason.kind !== "argument" || reason.declaredAt === null) return reason;
  const declaredAt = shiftSpan(reason.declaredAt, edit);
  return declaredAt && { ...reason, declaredAt };
}

function shiftSpan(span: Span, { file, start, oldEnd, newEnd }: Replacement): Span | null {
  if (span.file !== file || span.end <= start) return span;
  const by = newEnd - oldEnd;
  const end = span.end + by;
  if (span.start >= oldEnd) return { file, start: span.start + by, end };
  return span.start <= start && span.end >= oldEnd ? { file, start: span.start, end } : null;
}

function all<Item>(items: readonly (Item | null)[]): readonly Item[] | null {
  return items.every((item) => item !== null) ? items : null;
}
